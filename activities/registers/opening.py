"""What a case must know on opening, and what registers decide for it.

Registers hold facts; which ban matters or what a fee comes to is for the rules to say.
"""

from datetime import date

from temporalio import activity

from activities.agreement.agreements import agreement_verdict
from activities.course.people import enrolment_facts
from activities.database import Pool, transaction
from activities.faults import Unusable
from activities.post.notices import link_case
from activities.registers.calendar import calendar_from
from activities.registers.decisions import look_for_ban, request_of, take_turn
from activities.registers.editions import edition_on
from activities.registers.reference import coefficient_on, known_on
from activities.registers.sanctions import sanctions_of
from workflows.kernel.case.records import Decide, Lookup, OpenCase, Opening, Register, Verdict
from workflows.kernel.law.calendar import local_day
from workflows.kernel.values import Frozen


class _PaymentDay(Frozen):
    paid_on: date | None
    file_no: str


class _Lists(Frozen):
    lookups: tuple[Lookup, ...]
    on: date
    file_no: str


class _Enrolment(Frozen):
    trainees: tuple[str, ...]
    programme: str
    level: int | None = None
    file_no: str | None = None


class Registers:
    """Answers from the registers."""

    def __init__(self, pool: Pool, language: str = "tr") -> None:
        self._pool = pool
        self._language = language

    @activity.defn(name="open_case")
    async def open_case(self, asked: OpenCase) -> Opening:
        """Return all that a case must know from outside before its first rule is judged.

        Raises:
            Unusable: No rulebook edition of the process covers the day of filing.
        """
        received_on = local_day(asked.received_at)
        async with transaction(self._pool) as conn:
            if asked.applicant is not None:
                await link_case(conn, asked.case_id, asked.applicant)
            rulebook = await edition_on(conn, asked.process, received_on)
            hours = rulebook.agenda
            calendar = await calendar_from(conn, received_on.year, asked.calendar_years)
            return Opening(
                calendar=calendar.with_hours(hours.opens_at, hours.close_of_business),
                rulebook=rulebook,
                coefficient=await coefficient_on(conn, asked.paid_on),
                sanctions=await sanctions_of(conn, asked.applicant),
                language=self._language,
                known=await known_on(conn, asked.lookups, received_on),
            )

    @activity.defn(name="decide")
    async def decide(self, asked: Decide) -> Verdict:
        """Let a register decide and reserve; the same command ID gets the same verdict.

        The queue reserves the file's turn. The register of bans only looks: ``rules`` and ``on``
        ask whether any ban by these rules is active that day on the publisher whose case it is,
        and ``rule`` and ``until`` of a refusal name the longest one. The register of coefficients
        knows the one of a payment day. The register of people only looks, too: of those to be
        enrolled it names who is ``unknown``, who is ``hidden`` by a court (C-2.2), and who is
        ``without_previous_level`` of a levelled programme (C-15.1). What the registers of
        agreements say stands with `agreement_verdict`.

        Raises:
            Unusable: The register decides nothing, the request has another shape, or nobody knows
                whose case it is.
            NotYetQueued: The case has no place in the queue yet; retried.
        """
        async with transaction(self._pool) as conn:
            match asked.by:
                case Register.QUEUE:
                    return await take_turn(conn, asked)
                case Register.SANCTIONS:
                    return await look_for_ban(conn, asked)
                case Register.COEFFICIENTS:
                    day = request_of(asked, _PaymentDay).paid_on
                    found = await coefficient_on(conn, day)
                    stated = None if found is None else str(found)
                    return Verdict(granted=True, facts={"coefficient": stated})
                case Register.REFERENCE:
                    lists = request_of(asked, _Lists)
                    known = await known_on(conn, lists.lookups, lists.on)
                    return Verdict(granted=True, facts=known)
                case Register.PEOPLE:
                    wanted = request_of(asked, _Enrolment)
                    facts = await enrolment_facts(
                        conn, wanted.trainees, wanted.programme, wanted.level
                    )
                    return Verdict(granted=True, facts=facts)
                case Register.SUBJECTS | Register.KUTUK | Register.REPORTS | Register.TRAININGS:
                    return await agreement_verdict(conn, asked)
                case _:
                    raise Unusable(f"the register {asked.by} decides nothing")

"""Papers of a case that an office hands out: each made from what its journal and registers say.

    delivery-record          Teslim Tutanağı (Ek-5) of an agreement (A-10.1)
    exam-entry-list          sınav giriş listesi of one sitting of a course (C-14.1)
    completion-documents     kurs bitirme, seviye tamamlama belgeleri, one page each (C-8.9, C-15.1)
    participation-documents  katılım belgeleri of a course without certificate (C-8.11)

What a paper says of people, it says by the register of people, which has no names: those are
written in by hand, beside the identity number. Whoever a court hides is not named by number.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

from pydantic import JsonValue

from activities.agreement.agreements import partner_of
from activities.course.people import PersonRow, certified_in, persons
from activities.database import Connection
from activities.journal.projection import one_case, timeline
from activities.post.grounds import LAWS, issuer_of
from activities.post.letter import counted_on
from activities.post.notices import office_name
from starter.client.answers import NotFound
from starter.client.processes import ROLES
from starter.forms.sheets import Column, Sheet, on_day, on_paper, set_sheets
from workflows.agreement.messages.agreement import DeliveryRecord, Draft, Signing
from workflows.course.messages.course import (
    CertificateIssue,
    CoursePlan,
    Enrolment,
    EnrolmentStatus,
    Plan,
    PlanRevision,
    StatusChange,
    TraineeCancellation,
)
from workflows.course.messages.exams import (
    CandidatesTakenOff,
    ExamCancellation,
    ExamRequest,
    ExamSitting,
)
from workflows.kernel.case.records import Entry
from workflows.kernel.display.words import word

Kind = Literal[
    "delivery-record", "exam-entry-list", "completion-documents", "participation-documents"
]

_SIGN: Final = "Adı SOYADI / İmza"
_HANDED: Final = (
    "Yukarıda bilgileri yazılı iş birliği belgesinin bir nüshası, Hayat Boyu Öğrenme Genel "
    "Müdürlüğü İş Birliği Çalışmaları Yönergesinin 10 uncu maddesinin birinci fıkrası gereğince, "
    "belirtilen tarihte kurum/kuruluş yetkilisine imza karşılığı teslim edilmiştir."
)
_BLANK: Final = "." * 60
_HIDDEN: Final = "gizli kimlik"


class Act(NamedTuple):
    """One document of a case, as its journal has it."""

    name: str
    body: JsonValue
    on: date
    """The day from which it counts, in Istanbul."""
    n: int = 0
    """Its number in the journal."""


class Offered(NamedTuple):
    """A paper that can be made of a case."""

    kind: Kind
    of: str | None
    """Which sitting, of an entry list."""
    n: int
    """Number of the journal's entry that it goes with."""


class Case(NamedTuple):
    """What papers are made from."""

    case_id: str
    acts: Sequence[Act]
    partner: str = ""
    """Who applied: its name, or its key where the dossier has none."""
    people: Mapping[str, PersonRow] = {}
    certified: Sequence[str] = ()
    """Who has a certificate of the course."""
    offices: Mapping[str, str] = {}
    """What the offices bound to it are called in their places, by role."""

    @property
    def file_no(self) -> str:
        """Its number, without the name of its process."""
        return "-".join(self.case_id.split("-")[-2:])

    def newest(self, command: str) -> Act | None:
        """Return the last document of a name: one entered again stands in place of the first."""
        return next((act for act in reversed(self.acts) if act.name == command), None)


async def paper(conn: Connection, kind: Kind, case_id: str, of: str | None = None) -> bytes:
    """Return a paper of a case as PDF/A.

    Args:
        conn: A connection.
        kind: Which one.
        case_id: The case.
        of: Which sitting, for an entry list.

    Raises:
        NotFound: The case has not come so far, or has no such sitting.
    """
    case = await _case(conn, case_id)
    match kind:
        case "delivery-record":
            return delivery_record(case)
        case "exam-entry-list":
            return entry_list(case, of)
        case "completion-documents":
            return documents(case, case.certified, completed=True)
        case "participation-documents":
            return documents(case, active(case.acts), completed=False)


async def _case(conn: Connection, case_id: str) -> Case:
    acts = acts_of(await timeline(conn, case_id))
    keys = await certified_in(conn, case_id)
    known = await persons(conn, {*keys, *enrolled(acts)})
    return Case(
        case_id=case_id,
        acts=acts,
        partner=await partner_of(conn, case_id),
        people={row.person: row for row in known},
        certified=keys,
        offices=await _offices(conn, case_id),
    )


async def _offices(conn: Connection, case_id: str) -> dict[str, str]:
    row = await one_case(conn, case_id)
    bound = {} if row is None else row.bound
    named = {
        role: await office_name(conn, f"{role}/{codes[0]}")
        for role, codes in bound.items()
        if codes
    }
    return {role: name for role, name in named.items() if name}


def acts_of(entries: Iterable[Entry]) -> list[Act]:
    """Return what was brought to a case, by its journal."""
    return [
        Act(entry.name, entry.body, counted_on(entry.counts_from), entry.n)
        for entry in entries
        if entry.kind in {"opened", "command"}
    ]


def offered(acts: Sequence[Act]) -> tuple[Offered, ...]:
    """Return the papers that can be made of a case, in the order of its journal."""
    case, found = Case("", acts), []
    told = [case.newest(kind.command) for kind in (Draft, Signing, DeliveryRecord)]
    if None not in told and told[-1]:
        found.append(Offered("delivery-record", None, told[-1].n))
    for act in acts:
        if act.name == ExamSitting.command:
            number = ExamSitting.model_validate(act.body).sitting
            if sitting_of(acts, number) is not None:
                found.append(Offered("exam-entry-list", number, act.n))
    issued, plan = case.newest(CertificateIssue.command), _plan(case)
    if issued is not None and plan is not None:
        kind: Kind = "completion-documents" if plan.certificated else "participation-documents"
        found.append(Offered(kind, None, issued.n))
    return tuple(sorted(found, key=lambda each: each.n))


def delivery_record(case: Case) -> bytes:
    """Return the record by which a counterpart is handed over (Ek-5; A-10.1).

    Raises:
        NotFound: No delivery has been recorded.
    """
    told = [case.newest(kind.command) for kind in (Draft, Signing, DeliveryRecord)]
    if None in told:
        raise NotFound(case.case_id, "has no record of a delivery yet (A-10.1)")
    drafted, signed, handed = (act.body for act in told if act is not None)
    draft, signing = Draft.model_validate(drafted), Signing.model_validate(signed)
    record = DeliveryRecord.model_validate(handed)
    signatory = word(ROLES, signing.signed_by, "tr")
    sheet = Sheet(
        title="İŞ BİRLİĞİ BELGESİ TESLİM TUTANAĞI (Ek-5)",
        facts=(
            ("Tutanak no", record.record_no),
            ("Dosya", case.file_no),
            ("İş birliği yapılan kurum/kuruluş", case.partner),
            ("İmza tarihi", on_day(signing.signed_on)),
            ("İmzalayan", signatory),
            ("Nüsha sayısı", on_paper(signing.counterparts)),
            ("Süresi", f"{on_day(draft.starts_on)} – {on_day(draft.ends_on)}"),
            ("Teslim tarihi", on_day(record.delivered_on)),
        ),
        words=(_HANDED,),
        signatures=(("Teslim eden", _SIGN), ("Teslim alan", case.partner, _SIGN)),
    )
    own = issuer_of(signing.signed_by)
    return set_sheets(
        [sheet],
        dated_on=record.delivered_on,
        unit=case.offices.get(signing.signed_by)
        or (own.unit if own else LAWS["A"].unit or {})["tr"],
        of_ministry=own is None,
        footer=f"Dosya: {case.file_no}",
    )


def entry_list(case: Case, of: str | None) -> bytes:
    """Return the list of a sitting's candidates, to be signed by each (C-14.1).

    Raises:
        NotFound: There is no such sitting, or it has been cancelled.
    """
    sitting = sitting_of(case.acts, of)
    if sitting is None:
        raise NotFound(case.case_id, f"has no sitting {of}: name one that is planned, by --of")
    asked = interpreters(case.acts)
    people = [case.people.get(key) for key in sitting.candidates]
    rows = [
        (
            str(at),
            key,
            _number(row),
            "" if row is None else on_paper(row.birth_date),
            "evet" if key in asked else "",
            "",
        )
        for at, (key, row) in enumerate(zip(sitting.candidates, people, strict=True), start=1)
    ]
    sheet = Sheet(
        title="SINAV GİRİŞ LİSTESİ",
        facts=(
            ("Sınav", sitting.sitting),
            ("Sınav günü", on_day(sitting.held_on)),
            ("Kurs no", case.file_no),
            ("Aday sayısı", on_paper(len(rows))),
        ),
        columns=(
            Column(head="Sıra", kind="number"),
            Column(head="Kursiyer", width=5),
            Column(head="T.C. kimlik no"),
            Column(head="Doğum tarihi"),
            Column(head="Tercüman"),
            Column(head="İmza", width=5),
        ),
        rows=tuple(rows),
        signatures=(("Salon başkanı", _SIGN), ("Gözcü", _SIGN)),
    )
    footer = f"Kurs: {case.file_no} · Sınav: {sitting.sitting}"
    return set_sheets([sheet], dated_on=sitting.held_on, footer=footer)


def documents(case: Case, trainees: Sequence[str], *, completed: bool) -> bytes:
    """Return the documents of a course, a page for each trainee (C-8.9, C-8.11).

    Args:
        case: The course.
        trainees: Who gets one.
        completed: Whether they certify that it was completed, or that it was attended.

    Raises:
        NotFound: None have been issued, or the course has those of the other kind.
    """
    issued = case.newest(CertificateIssue.command)
    filed, plan = case.newest(CoursePlan.command), _plan(case)
    if issued is None or filed is None or plan is None or not trainees:
        raise NotFound(case.case_id, "has no such documents: none have been issued (C-8.9, C-8.11)")
    course = CoursePlan.model_validate(filed.body)
    if plan.certificated is not completed:
        raise NotFound(case.case_id, "has documents of the other kind (C-1.4)")
    title = "KATILIM BELGESİ"
    if completed:
        title = "SEVİYE TAMAMLAMA BELGESİ" if plan.level else "KURS BİTİRME BELGESİ"
    level = (("Seviye", str(plan.level)),) if plan.level else ()
    said = "başarıyla tamamladığı" if completed else "katıldığı"
    sheets = [
        Sheet(
            title=title,
            facts=(
                ("Adı SOYADI", _BLANK),
                ("T.C. kimlik no", _number(case.people.get(key))),
                ("Kursiyer", key),
                ("Kurum kodu", course.institution),
                ("Kurs no", case.file_no),
                ("Kurs programı", plan.programme),
                *level,
                ("Kursun başlangıcı", on_day(plan.starts_on)),
                ("Süresi", f"{on_paper(plan.hours)} saat"),
                ("Belge tarihi", on_day(issued.on)),
            ),
            words=(f"Yukarıda bilgileri yazılı kursiyerin bu kursu {said} belirtilir.",),
            signatures=(("Kurum Müdürü", _SIGN),),
        )
        for key in trainees
    ]
    return set_sheets(sheets, dated_on=issued.on, footer=f"Kurs: {case.file_no}")


def _plan(case: Case) -> Plan | None:
    """Return the plan of a course as it was revised last; none where it is no course."""
    revised, filed = case.newest(PlanRevision.command), case.newest(CoursePlan.command)
    if revised is not None:
        return PlanRevision.model_validate(revised.body).plan
    return None if filed is None else CoursePlan.model_validate(filed.body).plan


def _number(row: PersonRow | None) -> str:
    if row is None:
        return ""
    return _HIDDEN if row.hidden else row.national_id


# -- what the journal says -------------------------------------------------------------------------


def enrolled(acts: Sequence[Act]) -> list[str]:
    """Return everybody enrolled in a course and not struck off, in their order."""
    found: dict[str, None] = {}
    for act in acts:
        if act.name == Enrolment.command:
            told = Enrolment.model_validate(act.body)
            found |= dict.fromkeys(str(one.trainee) for one in told.trainees)
        elif act.name == TraineeCancellation.command:
            found.pop(TraineeCancellation.model_validate(act.body).trainee, None)
    return list(found)


def active(acts: Sequence[Act]) -> list[str]:
    """Return those enrolled who have not failed by absence, left or died (C-7.1)."""
    stands: dict[str, EnrolmentStatus] = {}
    for act in acts:
        if act.name == StatusChange.command:
            stands |= StatusChange.model_validate(act.body).changes
    usual = EnrolmentStatus.ACTIVE
    return [key for key in enrolled(acts) if stands.get(key, usual) is usual]


def sitting_of(acts: Sequence[Act], number: str | None) -> ExamSitting | None:
    """Return a sitting with those who are still on its list; none if there is none."""
    found: ExamSitting | None = None
    for act in acts:
        match act.name:
            case ExamSitting.command:
                told = ExamSitting.model_validate(act.body)
                found = told if told.sitting == number else found
            case ExamCancellation.command:
                if ExamCancellation.model_validate(act.body).sitting == number:
                    found = None
            case CandidatesTakenOff.command:
                off = CandidatesTakenOff.model_validate(act.body)
                if found and off.sitting == number:
                    stay = tuple(one for one in found.candidates if one not in off.candidates)
                    found = found.model_copy(update={"candidates": stay})
            case _:
                pass
    return found


def interpreters(acts: Sequence[Act]) -> set[str]:
    """Return who asked for an interpreter when reported last (C-13.1)."""
    asked: dict[str, bool] = {}
    for act in acts:
        if act.name == ExamRequest.command:
            told = ExamRequest.model_validate(act.body)
            asked |= {key: one.interpreter for key, one in told.candidates.items()}
    return {key for key, wanted in asked.items() if wanted}

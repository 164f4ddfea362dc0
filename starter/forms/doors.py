"""Forms for the registers beside any case, by name: what a shell, a scenario or HTTP fills in.

Members of an agreement join, report and teach without a command; the case asks the registers
afterwards. What a decision on a tool is used for is entered when its case has long been closed.

Who may fill a form in at all stands here, beside it; whether this one may be done, its rules say.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeAlias

from pydantic import AfterValidator, JsonValue

from activities.database import Connection, Pool, transaction
from starter.forms import (
    accounts,
    addresses,
    agreements,
    bans,
    calendar,
    coefficients,
    people,
    reference,
    titles,
    tools,
)
from starter.forms.form import read
from workflows.agreement import forms as agreement
from workflows.agreement.rules.members import OFFICES
from workflows.course import forms as course
from workflows.course.offices import Office
from workflows.education_tool.forms import DecisionUse
from workflows.kernel.case.standing_commands import Closure
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Actor, Role
from workflows.kernel.values import Frozen
from workflows.ministry_year.offices import Office as YearOffice
from workflows.textbook_law.ban_forms import PRESIDENCY, BanEntry
from workflows.textbook_law.coefficients import REVOLVING_FUND, CoefficientPeriod
from workflows.textbook_law.registers import BanLifting

Act: TypeAlias = Callable[[Connection, Actor, Any, datetime], Awaitable[Any]]

Whose: TypeAlias = Literal["judged", "case", "case or own"]
"""What keeps an office to its own: the form's rules, or that the case it names is within reach; of
an institution that acts for itself its rules say whether it may."""


class Door(NamedTuple):
    """One form: in which register, by whom, what is filled in, and what is done."""

    register: str
    kind: type[Frozen]
    rule: str
    by: tuple[str, ...]
    act: Act
    whose: Whose = "judged"

    @property
    def says(self) -> str:
        """What the form is, in a line."""
        return (self.kind.__doc__ or "").partition("\n")[0]

    @property
    def names_a_case(self) -> bool:
        """Whether the form says which case it is about."""
        return "case_id" in self.kind.model_fields


def _by_day(act: Callable[..., Awaitable[Any]]) -> Act:
    """Judge a form by the day on which it is filled in."""

    async def done(conn: Connection, actor: Actor, form: Any, at: datetime) -> Any:
        return await act(conn, actor, form, on=local_day(at))

    return done


def _any_day(act: Callable[..., Awaitable[Any]]) -> Act:
    async def done(conn: Connection, actor: Actor, form: Any, at: datetime) -> Any:
        return await act(conn, actor, form)

    return done


async def _report(conn: Connection, actor: Actor, form: Any, at: datetime) -> Any:
    return await agreements.file_report(conn, actor, form, received_at=at)


class OpenedAccount(Frozen):
    """An account that is open, without its name: a manager's is an identity number (C-17.2)."""

    institution: str
    role: str
    person: str
    opened_on: date


async def _open_account(conn: Connection, actor: Actor, form: Any, at: datetime) -> Any:
    opened = await accounts.open_account(conn, actor, form, on=local_day(at))
    fields = opened.model_dump(include=set(OpenedAccount.model_fields))
    return OpenedAccount.model_validate(fields)


_GENERAL, _DIRECTORATE = Office.DIRECTORATE_GENERAL.value, Office.EDUCATION_DIRECTORATE.value
_PRINCIPAL, _ACCOUNTS = Office.PRINCIPAL.value, Office.USER_ADMINISTRATOR.value
_REGISTRY, _OPERATOR = Role.REGISTRY.value, Role.OPERATOR.value
_RUNNING: Final = tuple(office.value for office in OFFICES)
_REPORTING: Final = (_PRINCIPAL, *_RUNNING[1:])
_PUBLISHING: Final = (YearOffice.PRESIDENCY.value, YearOffice.PUBLICATIONS_DEPARTMENT.value)
_OUTSIDE: Final = tuple(str(role) for role in addresses.OUTSIDE)

DOORS: Final[Mapping[str, Door]] = MappingProxyType(
    {
        # what courses rest on
        "publish_programme": Door(
            "programmes",
            reference.ProgrammeEntry,
            "C-1.2",
            (_GENERAL,),
            _any_day(reference.enter_programme),
        ),
        "set_classroom": Door(
            "classrooms",
            reference.ClassroomEntry,
            "C-10.1",
            (_DIRECTORATE,),
            _any_day(reference.enter_classroom),
        ),
        "withdraw_programme": Door(
            "programmes",
            reference.Withdrawal,
            "C-1.2",
            (_GENERAL,),
            _any_day(reference.withdraw_programme),
        ),
        "withdraw_classroom": Door(
            "classrooms",
            reference.Withdrawal,
            "C-10.1",
            (_DIRECTORATE,),
            _any_day(reference.withdraw_classroom),
        ),
        # people
        "register_person": Door(
            "people",
            course.Registration,
            "C-2.1",
            (_PRINCIPAL, _GENERAL),
            _by_day(people.register_person),
        ),
        "find_person": Door(
            "people", course.Search, "C-2.1", (_PRINCIPAL, _GENERAL), _any_day(people.find_person)
        ),
        "hide_identity": Door(
            "people", course.IdentityOrder, "C-2.2", (_GENERAL,), _by_day(people.hide_identity)
        ),
        "lift_hiding": Door(
            "people", course.IdentityOrder, "C-2.2", (_GENERAL,), _by_day(people.lift_hiding)
        ),
        "change_national_id": Door(
            "people",
            course.NumberCorrection,
            "C-16.1",
            (_GENERAL,),
            _by_day(people.change_national_id),
        ),
        "add_photo": Door(
            "people", course.Photo, "C-3.1", (_PRINCIPAL, _GENERAL), _any_day(people.add_photo)
        ),
        "record_absence": Door(
            "absences", course.MissedLesson, "C-12.1", (_PRINCIPAL,), _by_day(people.record_absence)
        ),
        "record_fee": Door(
            "fees", course.CourseFee, "C-11.1", (_PRINCIPAL,), _by_day(people.record_fee)
        ),
        "correct_fee": Door(
            "fees", course.FeeCorrection, "C-11.1", (_PRINCIPAL,), _by_day(people.correct_fee)
        ),
        "enter_older_certificate": Door(
            "older-certificates",
            course.OlderCertificate,
            "R-C.20",
            (_DIRECTORATE,),
            _by_day(people.enter_older_certificate),
        ),
        "open_account": Door(
            "accounts", course.AccountOpening, "C-17.1", (_ACCOUNTS,), _open_account
        ),
        "close_account": Door(
            "accounts",
            course.AccountClosing,
            "C-17.3",
            (_ACCOUNTS,),
            _by_day(accounts.close_account),
        ),
        # agreements
        "join_agreement": Door(
            "members",
            agreement.Membership,
            "A-11.3a",
            _RUNNING,
            _by_day(agreements.join_agreement),
            "case",
        ),
        "leave_agreement": Door(
            "members",
            agreement.MembershipEnd,
            "R-A.16",
            (*_RUNNING, _PRINCIPAL),
            _by_day(agreements.leave_agreement),
            "case or own",
        ),
        "file_report": Door("reports", agreement.PeriodReport, "A-11.3a", _REPORTING, _report),
        "begin_training": Door(
            "trainings",
            agreement.TrainingStart,
            "A-5.1",
            (_PRINCIPAL,),
            _by_day(agreements.begin_training),
        ),
        "finish_training": Door(
            "trainings",
            agreement.TrainingEnd,
            "A-11.4",
            (_PRINCIPAL, *_RUNNING),
            _by_day(agreements.finish_training),
            "case or own",
        ),
        "strike_training": Door(
            "trainings",
            agreement.TrainingStrike,
            "A-11.4",
            (_PRINCIPAL, *_RUNNING),
            _by_day(agreements.strike_training),
            "case or own",
        ),
        # books and tools
        "use_tool_decision": Door(
            "tool-decision-uses",
            DecisionUse,
            "E-35.5",
            (Role.APPLICANT.value,),
            _by_day(tools.use_tool_decision),
        ),
        "enter_coefficient": Door(
            "coefficients",
            CoefficientPeriod,
            "R-E.8",
            (REVOLVING_FUND, _REGISTRY),
            _any_day(coefficients.enter_coefficient),
        ),
        "enter_ban": Door(
            "sanctions", BanEntry, "R-S.13", (PRESIDENCY, _REGISTRY), _by_day(bans.enter_ban)
        ),
        "lift_ban": Door(
            "sanctions", BanLifting, "R-S.13", (PRESIDENCY, _REGISTRY), _by_day(bans.lift_ban)
        ),
        "enter_title": Door(
            "book-titles",
            titles.BookTitle,
            "B-32.2b",
            _PUBLISHING,
            _by_day(titles.enter_title),
        ),
        # everybody's
        "decree_closure": Door(
            "calendar", Closure, "R-S.1", calendar.DECREED_BY, _any_day(calendar.decree_closure)
        ),
        "proclaim_days": Door(
            "calendar",
            calendar.Proclamation,
            "R-S.1",
            calendar.DECREED_BY,
            _any_day(calendar.proclaim_days),
        ),
        "enter_address": Door(
            "addresses",
            addresses.Address,
            addresses.RULE,
            (_REGISTRY, _OPERATOR, *_OUTSIDE),
            _any_day(addresses.enter_address),
        ),
        "enter_office_address": Door(
            "office-addresses",
            addresses.OfficeAddress,
            addresses.RULE,
            (_REGISTRY, _OPERATOR),
            _any_day(addresses.enter_office_address),
        ),
    }
)
"""Every form, by the name of its act."""


def _is_a_door(name: str) -> str:
    if name not in DOORS:
        raise ValueError(f"no form {name!r}; there are: {', '.join(DOORS)}")
    return name


DoorName: TypeAlias = Annotated[str, AfterValidator(_is_a_door)]
"""Name of a form, as its act is called: ``join_agreement``."""


async def fill_in(
    pool: Pool, name: DoorName, actor: Actor, form: Mapping[str, Any], *, at: datetime
) -> JsonValue:
    """Fill a form in at an instant; return what the register answers, if anything.

    Raises:
        Refused: With all reasons.
    """
    async with transaction(pool) as conn:
        return await filled(conn, DOORS[name], actor, form, at=at)


async def filled(
    conn: Connection, door: Door, actor: Actor, form: Frozen | Mapping[str, Any], *, at: datetime
) -> JsonValue:
    """Fill a form in within the caller's transaction; return what the register answers.

    Raises:
        Refused: With all reasons.
    """
    said = await door.act(conn, actor, read(door.kind, form, door.rule), at)
    match said:
        case Frozen():
            answer: JsonValue = said.model_dump(mode="json")
            return answer
        case str():
            return {"person": said}
        case _:
            return None

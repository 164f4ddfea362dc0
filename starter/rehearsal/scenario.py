"""Scenarios: a case's life as a file tells it, with what is expected along the way.

Instants without a zone are Istanbul's. Whatever the file says that no scenario can say is an error
with its line, never passed over: a misspelt expectation would be one that cannot fail.

``extends: _filed.yaml`` takes the beginning from a file of the same folder; see `beginning`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    JsonValue,
    PrivateAttr,
    StringConstraints,
    ValidationError,
    model_validator,
)
from typing_extensions import override

from starter.forms.doors import DoorName
from starter.rehearsal.beginning import EXTENDS, Unextendable, begun, gives_beginning
from starter.rehearsal.sheet import Place, Sheet, SheetUnreadable, Spot, read_sheet
from workflows.course.forms import NationalId, PersonKey
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.roles import Actor, Role, RoleName
from workflows.kernel.values import Frozen

FIRST_YEAR = 2031
"""Rehearsed dates lie ahead of every machine's clock: a case can only be brought forward."""


class ScenarioProblem(ValueError):
    """A scenario cannot be played as written; each line of the text says where and why."""


def _moment(value: Any) -> Any:
    """Read an instant; without a zone it is Istanbul's."""
    if not isinstance(value, str):
        return value
    try:
        instant = datetime.fromisoformat(value)
    except ValueError as wrong:
        raise ValueError(f"{value!r} is not a date and time like 2031-03-10T10:00") from wrong
    if "T" not in value and " " not in value:
        raise ValueError(f"{value!r} has no time of day: write {value}T10:00")
    return instant if instant.tzinfo else instant.replace(tzinfo=ISTANBUL)


def _day_or_moment(value: Any) -> Any:
    """Read a day or an instant."""
    if not isinstance(value, str) or value == STANDING:
        return value
    if "T" in value or " " in value:
        return _moment(value)
    try:
        return date.fromisoformat(value)
    except ValueError as wrong:
        raise ValueError(f"{value!r} is not a day like 2031-05-26") from wrong


STANDING = "standing"
"""What a term's ``due`` says while its clock is paused."""


def _ahead(instant: datetime) -> datetime:
    if instant.year < FIRST_YEAR:
        raise ValueError(f"rehearsed dates are from {FIRST_YEAR} on")
    return instant


Moment = Annotated[datetime, BeforeValidator(_moment)]
Ahead = Annotated[Moment, AfterValidator(_ahead)]
Due = Annotated[datetime | date | Literal["standing"], BeforeValidator(_day_or_moment)]
Counted = Annotated[int, Field(ge=0)] | tuple[date, ...]
"""How many there were, or on which days, in order."""


class GivenSanction(Frozen):
    """A ban in the register before the case opens."""

    rule: str
    subject: str
    scope: dict[str, str] = Field(default_factory=dict)
    starts_on: date
    ends_on: date
    """First day on which an application is accepted again."""


class GivenCoefficient(Frozen):
    """The civil-servant coefficient of a period, lira per point."""

    from_: date = Field(alias="from")
    until: date | None = None
    """Last day of the period, if it is known."""
    value: Annotated[Decimal, Field(gt=0)]


class GivenCertificate(Frozen):
    """A certificate that somebody has from before (R-C.20)."""

    programme: str
    level: int | None = None
    number: str
    dated_on: date


class GivenPerson(Frozen):
    """Somebody in the register of people."""

    person: PersonKey
    national_id: NationalId
    """Invented, but with the check digits of a real one."""
    birth_date: date
    hidden: bool = False
    """A court has ordered that the identity be hidden."""
    certificates: tuple[GivenCertificate, ...] = ()


class GivenAddress(Frozen):
    """Where notices to an office or applicant go; without an e-mail there is no address."""

    name: str | None = None
    email: str | None = None


class Given(Frozen):
    """The registers as they stand before the case opens."""

    holidays: dict[date, str] | None = None
    """Public holidays, all of them: the calendar then holds these and no others. Without the key
    they are seeded as in production."""
    half_days: dict[date, str] = Field(default_factory=dict)
    """Afternoons off; only together with ``holidays``."""
    closed_days: tuple[date, ...] = ()
    """Days decreed closed before the opening (idari izin)."""
    coefficients: tuple[GivenCoefficient, ...] = ()
    sanctions: tuple[GivenSanction, ...] = ()
    reference: dict[str, dict[str, JsonValue]] = Field(default_factory=dict)
    """What offices have published: ``programmes: {eng-a1: {…}}``, ``classrooms: {…}``."""
    people: tuple[GivenPerson, ...] = ()
    rulebook: dict[str, JsonValue] = Field(default_factory=dict)
    """Other figures than the edition's: ``terms.correction.length: 20``."""
    offices: dict[RoleName, GivenAddress] = Field(default_factory=dict)
    """Offices with another address than the usual one; all others have one."""
    dossier: dict[str, GivenAddress] = Field(default_factory=dict)
    """Applicants by legal identity key; the one of the application has an address anyway."""

    @model_validator(mode="after")
    def _half_days_need_holidays(self) -> Self:
        if self.half_days and self.holidays is None:
            raise ValueError("half_days are stated together with holidays")
        return self


class ExpectedTerm(Frozen):
    """A term that is open."""

    rule: str
    """Rule ID, or the term's key from its second round on: ``T-14.2#2``."""
    due: Due | None = None
    """Last day, last instant, or ``standing``; not looked at where it is left out."""
    state: str | None = None


class ExpectedNotice(Frozen):
    """A reminder or notification issued so far."""

    rule: str
    to: str
    on: date | None = None
    kind: Literal["notification", "reminder", "escalation"] | None = None


class Expected(Frozen):
    """What is expected to be so at an instant. What is left out is not looked at."""

    stage: str | None = None
    waiting_on: str | None = None
    overdue: bool | None = None
    needs_attention: bool | None = None
    terms: tuple[ExpectedTerm, ...] | None = None
    """Terms among those open; an empty list says that none is open."""
    notices: tuple[ExpectedNotice, ...] = ()
    allowed: tuple[str, ...] | None = None
    """Commands among those the case would admit."""


class ExpectedEnd(Expected):
    """What is expected when the case has closed or nothing more comes to it by itself."""

    outcome: str | None = None
    rule: str | None = None
    closed: date | None = None
    reminders: dict[str, Counted] = Field(default_factory=dict)
    """By rule, or by term key for one round: how many, or on which days."""
    escalations: dict[str, Counted] = Field(default_factory=dict)
    lapsed: dict[str, date] | None = None
    """Term key to the day from which its lapse counts; all of them: ``{}`` says that none did."""
    extended: dict[str, date] = Field(default_factory=dict)
    """Term key to the last day that an extension by itself gave it."""


class Step(Frozen):
    """One thing that happens: a command is sent, a form filled in, or somebody looks."""

    at: Ahead
    case: str | None = None
    """Process of the case that it is about, where that is one that the first has had opened."""
    send: str | None = None
    fill_in: DoorName | None = None
    """A form for the registers beside the case, which it names by itself: ``join_agreement``."""
    by: Actor | None = None
    with_: dict[str, JsonValue] = Field(default_factory=dict, alias="with")
    """Body of the command, or the form. ``$field`` stands for the only value that a command admits
    there."""
    received: Ahead | None = None
    """When the front door received it, if before ``at``, when it is delivered to the case."""
    refused: str | None = None
    """Rule ID that the refusal must name; without it the command must be admitted."""
    as_: Literal["update", "signal"] = Field(default="update", alias="as")
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,80}$")] | None = None
    register_no: str | None = None
    """Of a paper filing by the registry."""
    expect: Expected | None = None

    @override
    def model_post_init(self, context: Any, /) -> None:
        """Remember which fields the file names: some may be named only where a command is sent."""

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        said = [one for one in (self.send, self.fill_in, self.expect) if one is not None]
        if len(said) != 1:
            raise ValueError("a step sends a command, fills a form in, or expects something")
        if self.expect is None and self.by is None:
            raise ValueError(f"say who sends {said[0]}: by: {{role: …, id: …}}")
        about_forms = {"by", "with_", "refused"} if self.fill_in is None else set()
        about_sending = {"received", "as_", "id", "register_no"} | about_forms
        if self.send is None and (idle := sorted(about_sending & self.model_fields_set)):
            raise ValueError(f"{', '.join(idle).replace('_,', ',')}: only where a command is sent")
        if self.received is not None and self.received > self.at:
            raise ValueError("a command is received before it reaches the case, not after")
        return self


class Scenario(Frozen):
    """A case from its opening on, in virtual time."""

    title: str
    process: str
    opens: Ahead
    """When the application is received and the case opens."""
    file_no: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$")] | None = None
    by: Actor = Actor(role=Role.APPLICANT, id="applicant")
    """Who files the application."""
    given: Given = Given()
    application: dict[str, JsonValue]
    refused: str | None = None
    """Rule ID for which the filing itself is refused: no case comes into being."""
    steps: tuple[Step, ...] = ()
    expect: ExpectedEnd = ExpectedEnd()

    _sheet: Sheet | None = PrivateAttr(default=None)
    _path: Path | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        last = self.opens
        for number, step in enumerate(self.steps, start=1):
            if step.at < last:
                raise ValueError(
                    f"step {number} ({step.at:%Y-%m-%dT%H:%M}) is before what precedes"
                )
            if step.received is not None and step.received < self.opens:
                raise ValueError(f"step {number} was received before the case opened")
            last = step.at
        if self.refused is not None and self.steps:
            raise ValueError("a filing that is refused opens no case: there are no steps")
        return self

    @property
    def follows(self) -> tuple[str, ...]:
        """Processes of the cases that are played on when the first has had them opened."""
        return tuple(dict.fromkeys(step.case for step in self.steps if step.case is not None))

    @property
    def path(self) -> Path | None:
        """The file it was read from."""
        return self._path

    def spot(self, place: Place) -> Spot | None:
        """Return where something stands: in its file, or in the one that it extends."""
        return self._sheet.spot(place) if self._sheet else None


def scenario_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to play: those of folders too, without those that only begin others."""
    named = [file for path in paths for file in _files_of(path)]
    return [path for path in named if not gives_beginning(path)]


def _files_of(path: Path) -> list[Path]:
    return sorted(path.rglob("*.yaml")) if path.is_dir() else [path]


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Raises:
        ScenarioProblem: It cannot be read, or says what no scenario can say; with lines.
    """
    if gives_beginning(path):
        raise ScenarioProblem(
            f"{path}: is the beginning of others and not played by itself; name a file that says "
            f"{EXTENDS}: {path.name}"
        )
    return parse_scenario(_text_of(path), path)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        raise ScenarioProblem(f"{path}: {unreadable}") from unreadable


def parse_scenario(text: str, path: Path | None = None) -> Scenario:
    """Read a scenario's text.

    Raises:
        ScenarioProblem: It says what no scenario can say; with lines.
    """
    sheet = _sheet_of(text, path)
    try:
        sheet = begun(sheet, lambda file: _sheet_of(_text_of(file), file))
        scenario = Scenario.model_validate(sheet.content)
    except Unextendable as wrong:
        raise ScenarioProblem(f"{wrong.spot}: {wrong}") from wrong
    except ValidationError as wrong:
        raise ScenarioProblem("\n".join(_complaints(sheet, wrong))) from wrong
    scenario._sheet = sheet  # noqa: SLF001 - its own module
    scenario._path = path  # noqa: SLF001
    return scenario


def _sheet_of(text: str, path: Path | None) -> Sheet:
    try:
        return read_sheet(text, path)
    except SheetUnreadable as wrong:
        raise ScenarioProblem(f"{Spot(path, wrong.line)}: {wrong}") from wrong


def _complaints(sheet: Sheet, wrong: ValidationError) -> list[str]:
    found = []
    for error in wrong.errors(include_url=False, include_context=False):
        place: Place = error["loc"]
        said = error["msg"].removeprefix("Value error, ")
        if error["type"] == "extra_forbidden":
            said = "unknown key"
        where = ".".join(str(part) for part in place) or "scenario"
        found.append(f"{sheet.spot(place)}: {where}: {said}")
    return found

"""What is sent to the door over HTTP, and what comes back beside the client's own values."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field, JsonValue

from starter.client.answers import FileNo
from workflows.kernel.case.message import Answer, OpenTerm, PaperNo
from workflows.kernel.case.refusal import Reason
from workflows.kernel.display.view import View
from workflows.kernel.roles import RoleName
from workflows.kernel.values import Frozen, SentInstant


class FilingSent(Frozen):
    """A filing; who files it is proven by the token."""

    body: dict[str, JsonValue] = Field(default_factory=dict)
    """The application; its schema is in the catalogue."""
    role: RoleName | None = None
    """In which of your roles, where you have several."""
    file_no: FileNo | None = None
    """Of an office's own numbering; otherwise the register gives the next."""
    received_at: SentInstant | None = None
    """An earlier receipt on paper, stated by the registry."""
    register_no: PaperNo | None = None
    """Number under which the registry entered the paper."""


class CommandSent(Frozen):
    """A command; who sends it is proven by the token."""

    body: dict[str, JsonValue] = Field(default_factory=dict)
    """The document; its schema is in the catalogue."""
    role: RoleName | None = None
    """In which of your roles, where you have several."""
    received_at: SentInstant | None = None
    """An earlier receipt on paper, stated by the registry."""
    register_no: PaperNo | None = None
    """Number under which the registry entered the paper."""


class Opened(Frozen):
    """A case that has been started."""

    case_id: str
    file_no: str
    received_at: AwareDatetime
    state: Literal["open", "opening"]
    """``opening``: it has been taken in and counts; it opens as soon as a worker runs."""
    again: bool
    """The same filing had been sent before under this key."""


class Receipt(Frozen):
    """A command that was taken in: it counts from its receipt, whatever happens afterwards."""

    case_id: str
    command_id: str
    command: str
    received_at: AwareDatetime
    state: Literal["received", "held", "admitted", "refused"]
    """``received``: not told to the case yet. ``held``: taken in, and settled later."""
    ask: str
    """Where to ask for the receipt."""
    answer: Answer | None = None
    reasons: tuple[Reason, ...] = ()
    """Of a refusal."""


class CaseShown(Frozen):
    """One case: its row in the lists, and how it stands now where it could be asked."""

    case_id: str
    process: str
    file_no: str
    stage: str
    waiting_on: str | None
    received_at: AwareDatetime
    outcome: str | None = None
    closed_at: AwareDatetime | None = None
    view: View | None = None
    """None: no worker answers; the row is what was recorded last."""


class CaseListed(Frozen):
    """One case in a list."""

    case_id: str
    process: str
    file_no: str
    stage: str
    waiting_on: str | None
    next_term: str | None
    next_due: AwareDatetime | None
    overdue: bool
    needs_attention: bool
    received_at: AwareDatetime
    outcome: str | None
    closed_at: AwareDatetime | None
    held: int
    """Commands that wait in it."""
    applicant: str | None = None
    """Its key, where the case and your role let it be seen."""


class Page(Frozen):
    """One page of a list."""

    cases: tuple[CaseListed, ...]
    fitting: int
    """How many cases there are in the whole list."""
    after: str | None = None
    """What to ask for the next page with; none on the last."""


class Step(Frozen):
    """One entry of a case's time line, as far as you may see it."""

    n: int
    kind: str
    name: str
    title: str
    rule: str
    counts_from: AwareDatetime
    settled_at: AwareDatetime
    role: str
    actor: str | None = None
    command_id: str | None = None
    body: JsonValue = None
    effects: JsonValue = None
    hash: str


class TimeLine(Frozen):
    """A case's time line."""

    case_id: str
    entries: tuple[Step, ...]


class Terms(Frozen):
    """Open terms."""

    case_id: str
    terms: tuple[OpenTerm, ...]


class ProcessNamed(Frozen):
    """One process in the catalogue."""

    name: str
    title: dict[str, str]
    """What its filing is called, by language."""
    commands: tuple[str, ...]
    roles: tuple[str, ...]


class Catalogue(Frozen):
    """The processes that there are."""

    processes: tuple[ProcessNamed, ...]


class ProcessDescribed(Frozen):
    """A process, as the published contract describes it."""

    name: str
    contract: dict[str, JsonValue]
    """Its bundle of the contract: schemas of the filing and of each command, who sends it, stages,
    outcomes and roles with their words."""
    standing: dict[str, JsonValue]
    """The bundle of what every case understands."""
    templates: dict[str, JsonValue]
    """For ``start`` and for each command: a body to fill in."""
    examples: dict[str, JsonValue]
    """For each, a body that a case has admitted; none where there is no example."""


class Health(Frozen):
    """Whether the door can do its work."""

    database: bool
    temporal: bool


class LetterListed(Frozen):
    """One official letter of a case."""

    number: str
    """Sayı: ``E-TTKB-2031/17``."""
    file: str
    """Under which it is opened: ``E-TTKB-2031-17.pdf``."""
    subject: str
    addressee: str
    rule: str
    dated_on: date
    state: Literal["sent", "waits", "withdrawn"]


class Letters(Frozen):
    """The official letters of a case that its reader may see, oldest first."""

    case_id: str
    letters: tuple[LetterListed, ...]

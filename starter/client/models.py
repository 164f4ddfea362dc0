"""What is sent to cases and what comes back, whichever way it travels: HTTP, Temporal or Nexus."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, Field, JsonValue, RootModel

from starter.client.answers import FileNo
from workflows.kernel.case.message import Answer, OpenTerm, PaperNo
from workflows.kernel.case.refusal import Reason
from workflows.kernel.display.view import TermView, View
from workflows.kernel.roles import RoleName
from workflows.kernel.values import Frozen, SentInstant

State = Literal["received", "held", "admitted", "refused"]


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
    state: State
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


class Explained(RootModel[tuple[TermView, ...]]):
    """What the query `why` returns: the terms asked for, each with the derivation of its date."""


class Filters(BaseModel):
    """Which cases a list is to hold; what is asked for together holds together."""

    process: Annotated[str | None, Field(pattern=r"^[a-z-]{1,40}$")] = None
    stage: Annotated[str | None, Field(pattern=r"^[a-z-]{1,60}$")] = None
    waiting_on: Annotated[
        str | None, Field(pattern=r"^[a-z-]{1,40}$", description="The office whose turn it is.")
    ] = None
    institution: Annotated[
        str | None,
        Field(pattern=r"^[A-Za-z0-9._-]{1,32}$", description="An institution that acts in it."),
    ] = None
    applicant: Annotated[
        str | None,
        Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$", description="Of cases that show it."),
    ] = None
    due_from: AwareDatetime | None = None
    due_until: AwareDatetime | None = None
    overdue: bool = False
    held: Annotated[
        bool | None, Field(description="Only with, or only without, commands that wait.")
    ] = None
    waits_for: Annotated[
        Literal["consequence", "service", "office"] | None,
        Field(description="Only with a command that waits for this; `office`: a conflict."),
    ] = None
    attention: Annotated[
        bool | None, Field(description="Only those that somebody should look at, or the others.")
    ] = None
    closed_too: bool = False
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    after: Annotated[
        str | None, Field(max_length=400, description="The `after` of the page before.")
    ] = None

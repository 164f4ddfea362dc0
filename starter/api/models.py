"""What the door says over HTTP beside what every client gets (`starter/client/models.py`)."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, JsonValue

from workflows.kernel.values import Frozen


class EventPage(Frozen):
    """What happened to your cases."""

    events: tuple[dict[str, JsonValue], ...]
    """CloudEvents 1.0, as webhooks bring them; `docs/contract/events` has a schema for each type.
    An event has the same `id` wherever it comes from."""
    after: str
    """What to ask with for what follows. A page may have no events and still lead further."""
    more: bool
    """Whether something follows by now."""


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


class RegisterNamed(Frozen):
    """One register, as far as you have to do with it."""

    name: str
    title: dict[str, str]
    """By language."""
    readable: bool
    one_by_one: bool
    """Its rows are shown to whoever knows their keys, and never as a list."""
    forms: tuple[str, ...]
    """Those that you may fill in."""


class Registers(Frozen):
    """The registers that you read, or fill in forms of."""

    registers: tuple[RegisterNamed, ...]


class FormDescribed(Frozen):
    """A form of a register."""

    says: str
    rule: str
    """By which it is filled in."""
    roles: tuple[str, ...]
    """Who may."""
    body: dict[str, JsonValue]
    """Its schema."""


class RegisterDescribed(Frozen):
    """The forms of a register, by name."""

    register_name: str
    forms: dict[str, FormDescribed]


class RegisterPage(Frozen):
    """One page of a register."""

    register_name: str
    rows: tuple[dict[str, JsonValue], ...]
    after: str | None = None
    """What to ask for the next page with; none on the last."""


class FilledIn(Frozen):
    """A form that its register has taken."""

    register_name: str
    form: str
    filled_at: AwareDatetime
    answer: JsonValue = None
    """What the register answers, where it does: a key that it issued, when a report was due."""
    again: bool
    """The same form had been sent before under this key."""


class DocumentTaken(Frozen):
    """A document that is in the store."""

    sha256: str
    """By which messages name it, and by which it is read."""
    size: int
    """Bytes."""
    media_type: str
    """By its content."""
    uploaded_at: AwareDatetime
    again: bool
    """You had brought it before."""


class DocumentNamed(Frozen):
    """A document that an act of a case names."""

    sha256: str
    n: int
    """The journal entry that names it."""
    name: str
    """The act's."""
    in_store: bool
    """Whether it can be read here; documents may be kept elsewhere."""
    size: int | None = None
    media_type: str | None = None


class DocumentsNamed(Frozen):
    """What the acts of a case name, as far as you may see them."""

    case_id: str
    documents: tuple[DocumentNamed, ...]


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


class PaperListed(Frozen):
    """One paper of a case that an office hands out."""

    kind: Literal[
        "delivery-record", "exam-entry-list", "completion-documents", "participation-documents"
    ]
    of: str | None
    """Which sitting, of an entry list."""
    entry: int
    """Number of the journal's entry that it goes with."""


class Papers(Frozen):
    """The papers of a case that its reader may open."""

    case_id: str
    papers: tuple[PaperListed, ...]

"""What the door says over HTTP beside what every client gets (`starter/client/models.py`)."""

from pydantic import JsonValue

from workflows.kernel.values import Frozen


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

"""What a process tells the kernel about itself: its commands, its words, where it runs."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from workflows.kernel.case.declared import CommandSpec, spec_of
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.message import Message
from workflows.kernel.case.records import Inquiry, Lookup
from workflows.kernel.case.standing_commands import STANDING
from workflows.kernel.law.rulebook import Keys
from workflows.kernel.roles import Role
from workflows.kernel.worded import Worded, Words, titles_of


@dataclass(frozen=True)
class Asked:
    """What the opening of a case looks up in the registers."""

    applicant: str | None
    """Legal identity key, for the dossier."""
    lookups: tuple[Lookup, ...] = ()
    """Rows of reference, as they stand on the day of filing."""
    inquiries: tuple[Inquiry, ...] = ()
    """What its own registers are asked."""
    institution: str | None = None
    """Institution of the applicant, where a case that this one opens has to name it."""


@dataclass(frozen=True)
class Identity:
    """Who the applicant is, as far as operators' lists may show it at this stage."""

    applicant: str | None = None
    institution: str | None = None


class Teller(Protocol):
    """What tells a case's story; `workflows.kernel.story.story.Story` is the only one."""

    def follow(self, reading: Any) -> None:
        """Tell it from this reading."""

    def run(self) -> Any:
        """Return the story as one coroutine, which stops where a document is missing."""


@dataclass(frozen=True)
class Process:
    """One regulation's process as the kernel runs it."""

    name: str
    """``textbook-review``: the first part of every workflow ID."""
    workflow_type: str
    task_queue: str
    application: type[Message]
    """Body of the start message."""
    story: Callable[[], Teller]
    """The class that tells it."""
    messages: tuple[type[Message], ...]
    """What its commands bring, in the order of the procedure; each declares its own."""
    asks: Callable[[Any], Asked]
    """From the application: what to look up when the case opens."""
    identity: Callable[[CaseFile], Identity]
    stages: type[Worded] = Worded
    """Where its cases stand, in the order of the procedure."""
    outcomes: type[Worded] = Worded
    """How they end."""
    offices: type[Worded] = Worded
    """Who acts in its cases, beside the roles that every case knows."""
    decreed_by: tuple[str, ...] = (Role.REGISTRY,)
    """Who may decree days closed for its cases, and renew their calendars (R-S.1)."""
    explained_by: tuple[str, ...] = ()
    """Who may say why a term had to be extended, beside whoever the term awaits."""
    order_decided_by: tuple[str, ...] = ()
    """Who decides where acts were told in another order than that of their receipt (V-3)."""
    alias: Callable[[CaseFile], tuple[str, Collection[str]] | None] = lambda _: None
    """A name that stands for the file number, and the roles that know the case by it alone."""
    blind: Collection[str] = ()
    """Roles that must never learn whose an application is, at whatever stage."""
    bound: Callable[[CaseFile], Mapping[str, tuple[str, ...]]] = lambda _: {}
    """Roles that act in this case for certain institutions only, each with their codes."""
    applicants: Callable[[CaseFile], Collection[str]] = lambda _: ()
    """Who acts as the applicant of a case, sealed or not; nobody named: not told apart."""
    parties: tuple[str, ...] = (Role.APPLICANT,)
    """Roles outside the ministry in which an applicant acts, in its own cases alone."""
    issuer: Callable[[CaseFile], str | None] = lambda _: None
    """Which office signs its letters, as an addressee; none: whoever its regulation names."""
    screen: Callable[[CaseFile, str], Mapping[str, str]] = lambda _file, _stage: {}
    """From file and stage: what the officials' own screens show, such as a colour."""
    calendar_years: int = 5
    """How many calendar years from the filing on a case must know the holidays of."""
    text: int = 1
    """Edition of its text by which new cases are told; open ones keep theirs."""
    keys: Keys = field(default_factory=Keys)
    """The names its code reads in its rulebook; each edition has those and no others."""

    @cached_property
    def forms(self) -> dict[str, int]:
        """The forms of its documents, of those that have another than their first."""
        kinds = (self.application, *self.messages, *STANDING)
        return {kind.command: kind.form() for kind in kinds if kind.form() > 1}

    @cached_property
    def commands(self) -> tuple[CommandSpec, ...]:
        """The commands it understands, besides those of every case."""
        return tuple(spec_of(kind) for kind in self.messages)

    def spec(self, name: str) -> CommandSpec:
        """Return the command of that name; `KeyError` if the process has none."""
        return self._commands_by_name[name]

    @cached_property
    def _commands_by_name(self) -> Mapping[str, CommandSpec]:
        return {spec.name: spec for spec in self.commands}

    @property
    def room(self) -> str:
        """The package in which it lives: ``workflows.course``."""
        return self.story.__module__.rpartition(".")[0]

    @property
    def awaiting_stages(self) -> tuple[str, ...]:
        """The stages at which a command of its own is awaited, in the order of the commands."""
        return tuple(dict.fromkeys(spec.stage for spec in self.commands if spec.stage))

    @cached_property
    def roles(self) -> Words:
        """Who may act in its cases, by what callers send."""
        return {each.value: each.words for each in (*Role, *self.offices)}

    def role_word(self, role: str, language: str) -> str:
        """Return what a role is called; an addressee that is no role stands as it is."""
        turkish, english = self.roles.get(role, (role, role))
        return english if language == "en" else turkish

    def role_words(self, roles: Iterable[str], language: str) -> str:
        """Return what several roles are called, in a row."""
        return ", ".join(self.role_word(role, language) for role in roles)

    def name_for(self, file: CaseFile, role: str) -> str:
        """Return the name by which somebody knows a case: its file number, or its alias."""
        alias = self.alias(file)
        if alias is None or role not in alias[1]:
            return file.file_no
        return alias[0]

    def addressees(self, file: CaseFile, role: str) -> tuple[str, ...]:
        """Return whom letters to a role reach: the office, or that of each institution it binds.

        >>> # of a course of institution 123456: "principal" -> ("principal/123456",)
        """
        institutions = self.bound(file).get(role)
        if institutions is None:
            return (role,)
        return tuple(f"{role}/{institution}" for institution in institutions)

    def case_id(self, file_no: str) -> str:
        """Return the workflow ID of a file number: the case's address for life."""
        return f"{self.name}-{file_no}"

    @cached_property
    def vocabulary(self) -> Words:
        """Its stages, its outcomes as ``outcome/…`` and its commands, in both languages."""
        kinds = (self.application, *self.messages, *STANDING)
        commands = {spec.name: spec.words for spec in map(spec_of, kinds)}
        return {**titles_of(self.stages, self.outcomes), **commands}

    def word(self, key: str, language: str) -> str:
        """Return a stage, outcome (``outcome/…``) or command in a language (``tr`` or ``en``)."""
        turkish, english = self.vocabulary.get(key, (key, key))
        return english if language == "en" else turkish

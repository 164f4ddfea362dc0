"""The policy: what a proven identity may be in cases. A file, read anew when it has changed.

    [[grant]]
    when = { "groups" = "ttkb-kurul" }       # every claim named holds that value
    role = "board"
    id = "$sub"                              # a claim's value
    cases = "all"                            # of the processes that know the role

Whatever no grant allows is denied. A policy that cannot be read leaves the last one in force.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, Self

import structlog
from pydantic import Field, TypeAdapter, ValidationError, model_validator

from starter.api.access.tokens import Claims
from starter.client.processes import PROCESSES, ROLES
from starter.runtime.problem import StackProblem
from workflows.kernel.case.process import Process
from workflows.kernel.roles import Actor, Role, RoleName
from workflows.kernel.values import Code, Frozen, PersonId

DEVELOPMENT: Final = Path(__file__).with_name("development.toml")
"""What the tokens of a stack on one machine may do."""

PARTIES: Final = frozenset({Role.APPLICANT.value, "partner", "third-party"})
"""Roles that are outside the ministry: a policy cannot show them the cases of others."""

Scope = Literal["own", "institution", "named", "all"]
"""Which cases: those they applied in, those of their institution, some by name, or all."""

_log = structlog.get_logger(__name__)


class Grant(Frozen):
    """What somebody may be in cases."""

    role: RoleName
    id: PersonId
    institution: Code | None = None
    scope: Scope
    cases: tuple[str, ...] = ()
    processes: tuple[str, ...]

    @property
    def actor(self) -> Actor:
        """Who acts by it."""
        return Actor(role=self.role, id=self.id, institution=self.institution)

    @property
    def is_party(self) -> bool:
        """Whether it is somebody outside, who sees what concerns them."""
        return self.scope == "own" or self.role in PARTIES


class _Rule(Frozen):
    """One grant of the file; a value that begins with ``$`` is a claim's."""

    when: dict[str, str] = Field(min_length=1)
    role: RoleName
    id: str = "$sub"
    institution: str | None = None
    cases: Scope
    named: str | None = None
    processes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _narrow(self) -> Self:
        if self.role not in ROLES or self.role == Role.SYSTEM:
            raise ValueError(f"{self.role} is no role that anybody can be given")
        if self.role in PARTIES and self.cases == "all":
            raise ValueError(f"{self.role} may not be given the cases of others")
        if self.cases == "institution" and self.institution is None:
            raise ValueError("say which claim names the institution")
        if unknown := [name for name in self.processes if name not in PROCESSES]:
            raise ValueError(f"there is no process {', '.join(unknown)}")
        return self

    def reads(self) -> tuple[str, ...]:
        """Return the claims that it looks at, by their paths."""
        filled = (said[1:] for said in (self.id, self.institution) if said and said[0] == "$")
        return (*self.when, *filled, *([self.named] if self.named else ()))

    def granted(self, claims: Claims) -> Grant | None:
        """Return what it gives to somebody; none if it is not for them, or they lack a claim."""
        if not all(_holds(claims, path, value) for path, value in self.when.items()):
            return None
        processes = self.processes or tuple(_processes_with(self.role))
        try:
            return Grant(
                role=self.role,
                id=_filled(self.id, claims) or "",
                institution=_filled(self.institution, claims),
                scope=self.cases,
                cases=tuple(_values(claims, self.named)) if self.named else (),
                processes=processes,
            )
        except ValidationError:
            return None  # a claim that is missing or malformed gives nothing


_RULES: Final = TypeAdapter(tuple[_Rule, ...])


class Policy:
    """Gives grants by the file, as it stands now.

    Raises:
        StackProblem: There is no file, or it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._rules: tuple[_Rule, ...] = ()
        try:
            self._stamp, self._rules = _stamp_of(path), rules_from(path.read_text("utf-8"))
        except (OSError, ValueError) as wrong:
            raise StackProblem(
                f"The policy {path} cannot be read: {wrong}.", "Correct it, or set VADE_POLICY."
            ) from wrong

    def grants(self, claims: Claims) -> tuple[Grant, ...]:
        """Return everything that somebody is given."""
        self._renew()
        given = (rule.granted(claims) for rule in self._rules)
        return tuple(grant for grant in given if grant is not None)

    def read_of(self, claims: Claims) -> dict[str, Any]:
        """Return those claims that say who somebody is, and those that some grant reads."""
        self._renew()
        paths = {"iss", "sub", *(path for rule in self._rules for path in rule.reads())}
        names = paths | {path.partition(".")[0] for path in paths}
        return {name: value for name, value in claims.items() if name in names}

    def _renew(self) -> None:
        try:
            stamp = _stamp_of(self._path)
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self._rules = rules_from(self._path.read_text("utf-8"))
            _log.info("policy_read", grants=len(self._rules))
        except (OSError, ValueError) as wrong:
            _log.warning("policy_unreadable", fault=type(wrong).__name__)


def policy_in(environ: Mapping[str, str], *, embedded: bool) -> Policy:
    """Return the policy of a stack: the file that ``VADE_POLICY`` names.

    Raises:
        StackProblem: It cannot be read, or is not named where others are served than this machine.
    """
    named = environ.get("VADE_POLICY")
    if not named and not embedded:
        raise StackProblem(
            "Nothing says who may be told of which cases.",
            "Set VADE_POLICY to the file that says what claims may do.",
        )
    return Policy(Path(named) if named else DEVELOPMENT)


def rules_from(text: str) -> tuple[_Rule, ...]:
    """Read a policy.

    Raises:
        ValueError: It is no TOML, or has a grant that nobody may be given.
    """
    read = tomllib.loads(text)
    if unknown := read.keys() - {"grant"}:
        raise ValueError(f"a policy has grants and nothing else, not {', '.join(unknown)}")
    return _RULES.validate_python(read.get("grant", []))


def _stamp_of(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _processes_with(role: str) -> list[str]:
    return [process.name for process in PROCESSES.values() if role in process.roles]


def knows(process: Process, grant: Grant) -> bool:
    """Whether a grant says anything in cases of a process."""
    return process.name in grant.processes and grant.role in process.roles


def _values(claims: Claims, path: str) -> list[str]:
    """Return what a claim says, one text or several; dots go deeper, a name with dots first."""
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    said = found if isinstance(found, list) else [found]
    return [each for each in said if isinstance(each, str)]


def _holds(claims: Claims, path: str, value: str) -> bool:
    return value in _values(claims, path)


def _filled(value: str | None, claims: Claims) -> str | None:
    """Return a value, or the claim that it names; a claim with several values is none."""
    if value is None or not value.startswith("$"):
        return value
    said = _values(claims, value[1:])
    return said[0] if len(said) == 1 else None

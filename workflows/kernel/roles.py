"""Who acts: the roles that every case knows; each process adds its own offices."""

from typing import Annotated

from pydantic import StringConstraints

from workflows.kernel.values import Code, Frozen, PersonId
from workflows.kernel.worded import Worded

RoleName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
"""Who acts, as callers send it: a role that every case knows, or an office of the process."""


class Role(Worded):
    """Who may act in a case of any process."""

    APPLICANT = "applicant", "başvuru sahibi", "applicant"
    REGISTRY = "registry", "evrak kaydı", "registry"
    """Files paper for others, and may state an earlier receipt."""
    OPERATOR = "operator", "sistem işletmeni", "operator"
    """No legal act, only repairs."""
    SYSTEM = "system", "Vade", "Vade"
    """Vade itself: the clock, a message between cases."""


class Actor(Frozen):
    """Who acts: a role, an opaque identifier and, where it matters, the institution's code."""

    role: RoleName
    id: PersonId
    institution: Code | None = None


VADE = Actor(role=Role.SYSTEM, id="vade")

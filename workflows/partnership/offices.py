"""Who acts in a partnership programme."""

from workflows.kernel.roles import Role

SPEAKERS = (Role.SCHOOL_COORDINATOR, Role.PRINCIPAL)
"""Who acts for a school; the table names nobody (R-P.9)."""

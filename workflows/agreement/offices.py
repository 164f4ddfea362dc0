"""The offices of the cooperation agreement."""

from workflows.kernel.roles import Role

OFFICES = (Role.DISTRICT_DIRECTORATE, Role.PROVINCIAL_DIRECTORATE, Role.GENERAL_DIRECTORATE)
"""Who issues agreements; which of them this one, its area says (A-6.1, A-8.2)."""

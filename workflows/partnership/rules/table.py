"""The programme's table: what kind of row each of the fifteen is."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from workflows.partnership.messages import (
    CoordinatorNaming,
    Half,
    JointWorkPublication,
    MonitoringReport,
    Participant,
    Row,
)

OWN_COMMAND: Final[Mapping[Row, str]] = MappingProxyType(
    {
        Row.WEB_SITES: JointWorkPublication.command,
        Row.COORDINATORS: CoordinatorNaming.command,
        Row.MONITORING: MonitoringReport.command,
    }
)
"""Rows that each school completes for itself, and the command that does; the others are joint."""

IN_HALVES: Final = (Row.FIRST_VISITS, Row.SECOND_VISITS)
"""Rows of visits, as far as means allow, and of cooperation in any case (R-P.4)."""

TESTS: Final = (Row.FIRST_LEVEL_TESTS, Row.SECOND_LEVEL_TESTS)
"""Rows of joint level tests (ortak düzey belirleme sınavları)."""

HALVES: Final[Mapping[Row, tuple[Half, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(IN_HALVES, (Half.VISITS, Half.COOPERATION)),
        Row.UNIVERSITY_EXAM: (Half.JOINT_WORK, Half.MOCK_EXAMS),
    }
)
"""Rows that ask for two things."""

PLANNING_SUFFICES: Final = (Half.VISITS, Half.MOCK_EXAMS)
"""Halves of which the table asks that they be planned; all else is begun by then (R-P.5)."""

TAKE_PART: Final[Mapping[Row, tuple[Participant, ...]]] = MappingProxyType(
    {
        Row.STATE_OF_SCHOOLS: (Participant.MANAGERS, Participant.COUNSELLORS),
        Row.SUBJECT_GROUPS: (Participant.SUBJECT_GROUP_HEADS,),
    }
)
"""Rows that are a meeting, and who meets."""

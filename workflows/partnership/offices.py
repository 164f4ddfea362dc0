"""Who acts in a partnership programme."""

from workflows.kernel.worded import Worded


class Office(Worded):
    """Who acts in a partnership programme."""

    SCHOOL_COORDINATOR = "school-coordinator", "okul koordinatörü", "School Coordinator"
    PRINCIPAL = "principal", "Kurum Müdürü", "Principal"
    MINISTRY = "ministry", "Bakanlık", "Ministry"


SPEAKERS = (Office.SCHOOL_COORDINATOR, Office.PRINCIPAL)
"""Who acts for a school; the table names nobody (R-P.9)."""

"""Who acts in an agreement."""

from workflows.kernel.worded import Worded


class Office(Worded):
    """Who acts in an agreement."""

    DISTRICT_DIRECTORATE = (
        "district-directorate",
        "İlçe Millî Eğitim Müdürlüğü",
        "District Directorate",
    )
    PROVINCIAL_DIRECTORATE = (
        "provincial-directorate",
        "İl Millî Eğitim Müdürlüğü",
        "Provincial Directorate",
    )
    DIRECTORATE_GENERAL = "general-directorate", "Genel Müdürlük", "Directorate General"
    MINISTER = "minister", "Bakan", "Minister"
    GOVERNOR = "governor", "Vali", "Governor"
    PRINCIPAL = "principal", "Kurum Müdürü", "Principal"
    PARTNER = "partner", "iş birliği yapan kuruluş", "partner"
    MINISTRY = "ministry", "Bakanlık", "Ministry"


ISSUERS = (Office.DISTRICT_DIRECTORATE, Office.PROVINCIAL_DIRECTORATE, Office.DIRECTORATE_GENERAL)
"""Who issues agreements; which of them this one, its area says (A-6.1, A-8.2)."""

"""Who acts in the Ministry's year."""

from workflows.kernel.worded import Worded


class Office(Worded):
    """Who acts in the Ministry's year; it has no applicant."""

    PRESIDENCY = "presidency", "Başkanlık", "Presidency"
    BOARD = "board", "Kurul", "Board"
    DIRECTORATE = "directorate", "Müdürlük", "Directorate"
    PUBLICATIONS_DEPARTMENT = (
        "publications-department",
        "Yayımlar Dairesi Başkanlığı",
        "Publications Department",
    )
    PRICE_COMMISSION = "price-commission", "fiyat komisyonu", "price commission"
    MINISTRY_UNIT = "ministry-unit", "ilgili birim", "Ministry unit"
    MINISTRY = "ministry", "Bakanlık", "Ministry"

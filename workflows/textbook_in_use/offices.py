"""Who acts for a book in use."""

from workflows.kernel.worded import Worded


class Office(Worded):
    """Who acts for a book in use, beside its applicant."""

    PRESIDENCY = "presidency", "Başkanlık", "Presidency"
    BOARD = "board", "Kurul", "Board"
    REVIEW_DEPARTMENT = "review-department", "Projeler ve İnceleme Dairesi", "Review Department"
    BOOKS_BRANCH = "books-branch", "Özel Sektör Kitapları Şubesi", "Private-Sector Books Branch"
    PUBLICATIONS_DEPARTMENT = (
        "publications-department",
        "Yayımlar Dairesi Başkanlığı",
        "Publications Department",
    )
    MINISTRY_UNIT = "ministry-unit", "ilgili birim", "Ministry unit"
    THIRD_PARTY = "third-party", "ilgili kişi veya tüzel kişi", "third party"
    """Anybody who has found an error (m.28(3))."""
    MINISTRY = "ministry", "Bakanlık", "Ministry"

"""Who acts in a textbook review."""

from workflows.kernel.worded import Worded


class Office(Worded):
    """Who acts in a textbook review."""

    PRELIMINARY_COMMISSION = (
        "preliminary-commission",
        "ön inceleme komisyonu",
        "preliminary commission",
    )
    BOOKS_BRANCH = "books-branch", "Özel Sektör Kitapları Şubesi", "Private-Sector Books Branch"
    REVIEW_DEPARTMENT = "review-department", "Projeler ve İnceleme Dairesi", "Review Department"
    DIRECTORATE = "directorate", "Müdürlük", "Directorate"
    REVIEW_COMMISSION = "review-commission", "inceleme komisyonu", "review commission"
    EVALUATION_COMMISSION = (
        "evaluation-commission",
        "değerlendirme komisyonu",
        "evaluation commission",
    )
    PRESIDENCY = "presidency", "Başkanlık", "Presidency"
    BOARD = "board", "Kurul", "Board"
    REVOLVING_FUND = "revolving-fund", "Döner Sermaye İşletmesi", "Revolving Fund"
    MINISTRY = "ministry", "Bakanlık", "Ministry"

"""Who acts in the review of a tool."""

from workflows.kernel.worded import Worded


class Office(Worded):
    """Who acts in the review of a tool."""

    OWNER = "tool-owner", "eğitim aracının sahibi", "owner of the tool"
    PRESIDENCY = "presidency", "Başkanlık", "Presidency"
    REVIEW_DEPARTMENT = "review-department", "Projeler ve İnceleme Dairesi", "Review Department"
    DIRECTORATE = "directorate", "Müdürlük", "Directorate"
    REVIEW_COMMISSION = "review-commission", "inceleme komisyonu", "review commission"
    REVOLVING_FUND = "revolving-fund", "Döner Sermaye İşletmesi", "Revolving Fund"
    MINISTRY = "ministry", "Bakanlık", "Ministry"

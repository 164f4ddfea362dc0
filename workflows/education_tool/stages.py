"""Where the review of a tool stands and how it ends, as officials call it."""

from workflows.kernel.worded import Worded


class Stage(Worded):
    """Where a review stands; derived from what it waits for, never set by hand."""

    EXEMPTION = (
        "exemption",
        "İnceleme gerekip gerekmediği değerlendiriliyor",
        "Whether a review is needed",
    )
    APPROVAL = "approval", "Bakanlık onayı bekleniyor", "Approval of the Ministry awaited"
    PREPARATION = (
        "preparation",
        "Nitelikler veya inceleme usulü belirleniyor",
        "Qualities or procedure being set",
    )
    FEE = "fee", "İnceletme ücreti bekleniyor", "Review fee awaited"
    COMMISSION = "commission", "Komisyon oluşturuluyor", "Commission being formed"
    COMPARISON = "comparison", "Öncekiyle karşılaştırma", "Comparison with the earlier tool"
    REVIEW = "review", "İnceleme", "Review"
    MENDING = "mending", "Hataların giderilmesi bekleniyor", "Errors being mended"
    CONFIRMATION = "confirmation", "Düzeltmelerin kontrolü", "Check of what was mended"
    DECISION = "decision", "Başkanlık kararı bekleniyor", "Decision of the Presidency awaited"
    CLOSED = "closed", "Sonuçlandı", "Closed"


class Outcome(Worded):
    """How a review ended."""

    SUITABLE = "suitable", "Uygunluk kararı verildi", "Found in conformity"  # E-35.5
    NOT_SUITABLE = "not-suitable", "Uygun bulunmadı", "Not suitable"
    EXEMPT = "exempt", "İnceleme gerekmiyor", "No review needed"  # E-35.6
    NOT_APPROVED = "not-approved", "Bakanlıkça onaylanmadı", "Not approved by the Ministry"
    WITHDRAWN = "withdrawn", "İnceletmeden vazgeçildi", "Withdrawn"

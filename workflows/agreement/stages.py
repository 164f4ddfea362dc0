"""Where an agreement stands and how it ends, as officials call it."""

from workflows.kernel.worded import Worded


class Stage(Worded):
    """Where an agreement stands; derived from what it waits for, never set by hand."""

    AWAIT_PROGRAMME = "await-programme", "Program hazırlanıyor", "Programme awaited"
    PRE_ASSESSMENT = "pre-assessment", "Ön değerlendirme", "Pre-assessment"
    COST_APPROVAL = "cost-approval", "Masraf onayı", "Approval of costs"
    COSTS_REFUSED = (
        "costs-refused",
        "Masrafların üstlenilmesi bekleniyor",
        "Costs not approved, the partner may bear them",
    )
    DRAFTING = "drafting", "Belge hazırlanıyor", "Drafting"
    SIGNING = "signing", "İmza", "Signing"
    COMPLETING = "completing", "Teslim ve kayıt", "Delivery and registration"  # m.10
    IN_FORCE = "in-force", "Yürürlükte", "In force"
    RUN_OFF = (
        "run-off",
        "Sona erdi, başlamış eğitimler tamamlanıyor",
        "Ended, training begun before is finished",
    )
    ARCHIVING = "archiving", "Sonuç raporu ve arşiv", "Final report and archive"
    CLOSED = "closed", "Sonuçlandı", "Closed"


class Outcome(Worded):
    """How a case ended."""

    REFUSED = "refused", "İş birliği uygun bulunmadı", "Refused"
    WITHDRAWN = "withdrawn", "Başvuru geri çekildi", "Withdrawn by the partner"
    GIVEN_UP = "given-up", "İş birliğinden vazgeçildi", "Given up by the office"
    ARCHIVED = "archived", "Arşive kaldırıldı", "Archived"

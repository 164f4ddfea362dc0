"""Where a textbook review stands and how it ends, as officials call it."""

from workflows.kernel.worded import Worded


class Stage(Worded):
    """Where a review stands; derived from what it waits for, never set by hand."""

    SUBMITTED = "submitted", "Başvuru alındı, sıra bekliyor", "Filed, waiting its turn"
    PRELIMINARY_REVIEW = "preliminary-review", "Ön inceleme", "Preliminary review"
    CODING = "coding", "Kodlama ve mühürlü zarf", "Coding and sealed envelope"
    AT_DIRECTORATE = (
        "at-directorate",
        "Müdürlükte, komisyon bekliyor",
        "At the Directorate, no commission yet",
    )
    FIRST_REVIEW = "first-review", "İlk inceleme", "First review"
    EVALUATION = "evaluation", "Değerlendirme", "Evaluation"
    AWAITING_SERVICE = "awaiting-service", "Tebliğ bekleniyor", "Awaiting service"
    CORRECTION = "correction", "Düzeltme", "Correction"
    SECOND_PRELIMINARY = (
        "second-preliminary",
        "Düzeltilmiş taslağın ön incelemesi",
        "Preliminary review of the corrected draft",
    )
    SECOND_REVIEW = "second-review", "İkinci inceleme", "Second review"
    SECOND_EVALUATION = "second-evaluation", "İkinci değerlendirme", "Second evaluation"
    FOLLOW_UP = "follow-up", "Kurul üyelerinin takip formu", "Board members' follow-up form"
    BOARD = "board", "Kurulda", "Before the Board"
    OBJECTION_OPEN = "objection-open", "Ret: itiraz süresi", "Rejected: objection open"
    OBJECTION = "objection", "İtiraz incelemesi", "Review of the objection"
    HELD = "held", "Aralık bekletmesi", "Held until the December list is closed"
    RE_REVIEW = "re-review", "Kurulca istenen yeniden inceleme", "Re-review ordered by the Board"
    RE_EVALUATION = "re-evaluation", "Yeniden değerlendirme", "Evaluation of the re-review"
    CONDITIONAL = "conditional", "Şartlı kabul: yedi gün", "Conditional acceptance: seven days"
    CONDITIONAL_CHECK = (
        "conditional-check",
        "Şartlı kabul: düzeltmelerin kontrolü",
        "Conditional acceptance: check",
    )
    GUIDED = "guided", "Yeni hatalar: on beş iş günü", "New errors: fifteen working days"
    GUIDED_CHECK = "guided-check", "Yeni hatalar: son kontrol", "New errors: last check"
    CLOSED = "closed", "Sonuçlandı", "Closed"


class Outcome(Worded):
    """How a review ended."""

    ACCEPTED = "accepted", "Ders kitabı olarak kabul edildi", "Accepted as a textbook"
    NOT_SUITABLE = "not-suitable", "Uygun bulunmadı", "Not suitable"
    REJECTED = "rejected", "Reddedilmiş sayıldı", "Deemed rejected"  # T-17.12
    RETURNED = "returned", "İade edildi", "Returned"
    REFUSED = "refused", "Başvurusu kabul edilmedi", "Application not accepted"
    WITHDRAWN = "withdrawn", "Başvurudan vazgeçildi", "Withdrawn"

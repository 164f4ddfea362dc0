"""Where a book in use stands and how its case ends, as officials call it."""

from workflows.kernel.worded import Worded


class Stage(Worded):
    """Where a book stands; derived from what it waits for, never set by hand."""

    ANNULMENT = "annulment", "Kararın iptali Kurulda", "Annulment before the Board"
    ANNOUNCING = "announcing", "İptal, dergide yayımlanacak", "Annulment to be announced"
    EXTENSION = "extension", "Süre uzatımı Kurulda", "Extension before the Board"
    NAMES = "names", "İsim değişikliği Kurulda", "Change of names before the Board"
    FINDINGS = "findings", "Tespitler Kurulda", "Findings before the Board"
    COMPARISON = "comparison", "Baskı karşılaştırılıyor", "Printing is compared"
    REFLECTION = "reflection", "Program değişikliği yansıtılıyor", "Programme change reflected"
    AWAITING_SERVICE = "awaiting-service", "Tebliğ bekleniyor", "Service awaited"
    CORRECTION = "correction", "Kitap düzeltiliyor", "Book is corrected"
    ACCEPTED = (
        "accepted",
        "Kabul edildi, öğretim yılını bekliyor",
        "Accepted, before its first year",
    )
    TEACHING = "teaching", "Okutuluyor", "Taught"
    EXTENDED = "extended", "Uzatılan süresinde okutuluyor", "Taught in an extended term"
    WINDING_UP = "winding-up", "Sona erdi, satış bildirimi bekleniyor", "Over, sales report awaited"
    CLOSED = "closed", "Sonuçlandı", "Closed"


class Outcome(Worded):
    """How a case ended."""

    EXPIRED = "expired", "Okutulma süresi sona erdi", "Teaching term over"  # B-25.1, B-26, B-27.2b
    REPLACED = "replaced", "Ders kitabı okutulmaya başlandı", "A textbook is taught"  # B-34.1
    ANNULLED = "annulled", "Kabul kararı iptal edildi", "Decision annulled"  # m.5, 27, 28, 33, 42

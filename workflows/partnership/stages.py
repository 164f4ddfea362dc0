"""Where a partnership programme stands and how it ends, as the schools call it."""

from workflows.kernel.worded import Worded


class Stage(Worded):
    """Where a programme stands; derived from what it waits for, never set by hand."""

    OPEN = "open", "Açıldı, ilk ayı bekliyor", "Open, before its first month"
    RUNNING = "running", "Yürütülüyor", "Running"
    REPORTING = "reporting", "İzleme değerlendirme raporları bekleniyor", "Reports awaited"
    OVERDUE = "overdue", "Raporların süresi geçti", "Reports overdue"
    CLOSED = "closed", "Sonuçlandı", "Closed"


class Outcome(Worded):
    """How a programme ended."""

    COMPLETED = "completed", "Program tamamlandı", "Completed"

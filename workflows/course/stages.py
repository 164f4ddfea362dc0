"""Where a course stands and how it ends, as officials call it."""

from workflows.kernel.worded import Worded


class Stage(Worded):
    """Where a course stands; derived from what it waits for, never set by hand."""

    PLANNED = (
        "planned",
        "Planlandı, Kurum Müdürü onayında",
        "Planned, before the Principal's approval",
    )
    AT_BRANCH_MANAGER = (
        "at-branch-manager",
        "İlçe Şube Müdürü onayında",
        "Before the Branch Manager",
    )
    AT_DISTRICT_DIRECTOR = (
        "at-district-director",
        "İlçe Millî Eğitim Müdürü onayında",
        "Before the District Director",
    )
    ACTIVE = "active", "Aktif kurs", "Active course"
    PLAN_CHANGE_APPROVAL = (
        "plan-change-approval",
        "Ders planı değişikliği onayda",
        "Change of plan before approval",
    )
    CLOSING_APPROVAL = "closing-approval", "Kurs kapatma onayda", "Closing before approval"
    EXAMS = "exams", "Sınavlar", "Exams"
    END_APPROVED = (
        "end-approved",
        "Kurs sonu işlemleri: belge bekliyor",
        "End approved, no document yet",
    )
    CLOSED = "closed", "Sonuçlandı", "Closed"


class Outcome(Worded):
    """How a course ended."""

    COMPLETED = "completed", "Tamamlanan kurs", "Completed"
    CLOSED = "closed", "Kurs kapatıldı", "Closed on approval"  # C-9.3
    CANCELLED = "cancelled", "Kurs iptal edildi", "Cancelled"  # C-9.1, C-9.2

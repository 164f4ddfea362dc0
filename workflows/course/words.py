"""Stages, outcomes and commands of the course lifecycle as officials call them."""

from workflows.kernel.process import Words

WORDS: Words = {
    # stages
    "planned": ("Planlandı, Kurum Müdürü onayında", "Planned, before the Principal's approval"),
    "at-branch-manager": ("İlçe Şube Müdürü onayında", "Before the Branch Manager"),
    "at-district-director": (
        "İlçe Millî Eğitim Müdürü onayında",
        "Before the District Director",
    ),
    "active": ("Aktif kurs", "Active course"),
    "plan-change-approval": ("Ders planı değişikliği onayda", "Change of plan before approval"),
    "closing-approval": ("Kurs kapatma onayda", "Closing before approval"),
    "exams": ("Sınavlar", "Exams"),
    "end-approved": ("Kurs sonu işlemleri: belge bekliyor", "End approved, no document yet"),
    "closed": ("Sonuçlandı", "Closed"),
    # outcomes
    "outcome/completed": ("Tamamlanan kurs", "Completed"),
    "outcome/closed": ("Kurs kapatıldı", "Closed on approval"),
    "outcome/cancelled": ("Kurs iptal edildi", "Cancelled"),
    # commands
    "plan_course": ("Kurs planlama", "Course plan"),
    "revise_plan": ("Plan düzeltme", "Revision of the plan"),
    "decide_approval": ("Onay", "Approval"),
    "enrol_trainees": ("Kursiyer ekleme", "Enrolment"),
    "cancel_trainee": ("Kursiyer kaydının iptali", "Trainee removed"),
    "set_trainee_status": ("Kayıt durumu değişikliği", "Enrolment status"),
    "record_investigation": ("Soruşturma kaydı", "Record of the inquiry"),
    "change_lesson_plan": ("Ders planı / eğitici değişikliği", "Change of the lesson plan"),
    "cancel_new_plan": ("Yeni planlanan kursu iptal et", "Cancel the new plan"),
    "cancel_course": ("Aktif kursu iptal et", "Cancel the active course"),
    "close_course": ("Kursu kapat", "Close the course"),
    "request_exam": ("Sınav talebi", "Request for an exam"),
    "schedule_exam": ("Sınav planlama", "Planning of an exam"),
    "record_exam_results": ("Sınav sonuçları", "Exam results"),
    "cancel_exam": ("Sınavın iptali", "Cancellation of an exam"),
    "issue_exam_documents": ("Sınav giriş belgeleri", "Exam entry papers"),
    "record_grades": ("Not girişi", "Grade entry"),
    "approve_end_of_course": ("Kurs sonu onayı", "Course end approval"),
    "issue_certificates": ("Belgelerin düzenlenmesi", "Issue of the certificates"),
    "decree_closure": ("Tatil kararı (idari izin)", "Decreed closure"),
    "extend_term": ("Süre uzatımı", "Extend a term"),
    "state_extension_reasons": ("Uzatma gerekçesi", "Reasons of an extension"),
    "resolve_attention": ("Dikkat kaydını kapat", "Resolve attention"),
}

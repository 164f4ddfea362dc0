"""Commands of the course lifecycle as officials call them."""

from workflows.kernel.worded import Words

WORDS: Words = {
    "plan_course": ("Kurs planlama", "Course plan"),
    "revise_plan": ("Plan düzeltme", "Revision of the plan"),
    "decide_approval": ("Onay", "Approval"),
    "enrol_trainees": ("Kursiyer ekleme", "Enrolment"),
    "cancel_trainee": ("Kursiyer kaydının iptali", "Trainee struck off"),
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

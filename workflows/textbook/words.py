"""Stages, outcomes and commands of the textbook review as officials call them."""

from workflows.kernel.process import Words

WORDS: Words = {
    # stages
    "submitted": ("Başvuru alındı, sıra bekliyor", "Filed, waiting its turn"),
    "preliminary-review": ("Ön inceleme", "Preliminary review"),
    "coding": ("Kodlama ve mühürlü zarf", "Coding and sealed envelope"),
    "at-directorate": ("Müdürlükte, komisyon bekliyor", "At the Directorate, no commission yet"),
    "first-review": ("İlk inceleme", "First review"),
    "evaluation": ("Değerlendirme", "Evaluation"),
    "awaiting-service": ("Tebliğ bekleniyor", "Awaiting service"),
    "correction": ("Düzeltme", "Correction"),
    "second-preliminary": (
        "Düzeltilmiş taslağın ön incelemesi",
        "Preliminary review of the corrected draft",
    ),
    "second-review": ("İkinci inceleme", "Second review"),
    "second-evaluation": ("İkinci değerlendirme", "Second evaluation"),
    "board": ("Kurulda", "Before the Board"),
    "re-review": ("Kurulca istenen yeniden inceleme", "Re-review ordered by the Board"),
    "re-evaluation": ("Yeniden değerlendirme", "Evaluation of the re-review"),
    "conditional": ("Şartlı kabul: yedi gün", "Conditional acceptance: seven days"),
    "conditional-check": ("Şartlı kabul: düzeltmelerin kontrolü", "Conditional acceptance: check"),
    "guided": ("Yeni hatalar: on beş iş günü", "New errors: fifteen working days"),
    "guided-check": ("Yeni hatalar: son kontrol", "New errors: last check"),
    "closed": ("Sonuçlandı", "Closed"),
    # outcomes
    "outcome/accepted": ("Ders kitabı olarak kabul edildi", "Accepted as a textbook"),
    "outcome/not-suitable": ("Uygun bulunmadı", "Not suitable"),
    "outcome/rejected": ("Reddedilmiş sayıldı", "Deemed rejected"),
    "outcome/returned": ("İade edildi", "Returned"),
    "outcome/refused": ("Başvurusu kabul edilmedi", "Application not accepted"),
    # commands
    "file_application": ("Başvuru", "Application"),
    "take_up": ("Ön incelemeye al", "Take up for preliminary review"),
    "record_preliminary_report": ("Ön inceleme raporu", "Preliminary report"),
    "hand_over_to_directorate": ("Kodla, mühürle, Müdürlüğe teslim et", "Code, seal, hand over"),
    "assign_commission": ("Görevlendirme emri", "Assignment order"),
    "record_review_report": ("İnceleme raporu ve puanı", "Review report with its score"),
    "record_evaluation_report": ("Değerlendirme raporu", "Evaluation report"),
    "record_service": ("Tebliğ", "Service"),
    "submit_corrected_draft": ("Düzeltilmiş taslak", "Corrected draft"),
    "record_board_decision": ("Kurul kararı", "Board decision"),
    "submit_conditional_corrections": ("Şartlı kabul düzeltmeleri", "Conditional corrections"),
    "record_conditional_check": ("Düzeltmelerin kontrolü", "Check of the corrections"),
    "submit_guided_corrections": ("Rehberlikle yapılan düzeltmeler", "Guided corrections"),
    "record_guided_corrections_complete": ("Son kontrol", "Last check"),
    "decree_closure": ("Tatil kararı (idari izin)", "Decreed closure"),
    "extend_term": ("Süre uzatımı", "Extend a term"),
    "state_extension_reasons": ("Uzatma gerekçesi", "Reasons of an extension"),
    "resolve_attention": ("Dikkat kaydını kapat", "Resolve attention"),
}

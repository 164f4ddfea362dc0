"""Commands of the cooperation agreement as officials call them."""

from workflows.kernel.worded import Words

WORDS: Words = {
    "apply_for_agreement": ("İş birliği başvurusu", "Application"),
    "record_programme_published": ("Programın yayımlanması", "Publication of the programme"),
    "record_pre_assessment": ("Ön değerlendirme formu (Ek-2)", "Pre-assessment form"),
    "record_cost_approval": ("Bakan / Vali onayı", "Approval of costs"),
    "record_draft": ("İş birliği belgesi taslağı", "Draft"),
    "record_signing": ("İmza", "Signing"),
    "record_delivery": ("Teslim tutanağı (Ek-5)", "Delivery record"),
    "record_system_entry": ("e-Yaygın kaydı", "Entry in e-Yaygın"),
    "enter_in_register": ("Kütük defteri kaydı (Ek-6)", "Entry in the register"),
    "review_performance_indicators": (
        "Performans göstergelerinin değerlendirilmesi",
        "Review of the performance indicators",
    ),
    "decide_publicity": ("Tanıtım onayı (Ek-7)", "Approval of publicity"),
    "find_missing_reports": ("Gelmeyen raporların tespiti", "Missing reports"),
    "request_extension": ("Süre uzatımı talebi", "Request for a longer term"),
    "decide_extension": ("Süre uzatımı kararı", "Decision on a longer term"),
    "terminate_agreement": ("Fesih", "Termination"),
    "confirm_run_off": ("Eğitimlerin tamamlanması", "End of the run-off"),
    "file_final_report": ("Sonuç raporu", "Final report"),
    "archive_agreement": ("Arşive kaldırma", "Archiving"),
    "decree_closure": ("Tatil kararı (idari izin)", "Decreed closure"),
    "extend_term": ("Süre uzatımı", "Extend a term"),
    "state_extension_reasons": ("Uzatma gerekçesi", "Reasons of an extension"),
    "resolve_attention": ("Dikkat kaydını kapat", "Resolve attention"),
}

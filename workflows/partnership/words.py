"""Commands of the partnership programme as the schools call them."""

from workflows.kernel.worded import Words

WORDS: Words = {
    "open_programme": ("Ortaklık programının açılması", "Opening of the programme"),
    "report_activity": ("Faaliyet bildirimi", "Report of a joint action"),
    "skip_activity": ("Ziyaretin yapılamama gerekçesi", "Visits beyond the means"),
    "publish_joint_work": ("İnternet sitesinde paylaşım", "Joint work shown on a web site"),
    "name_coordinators": ("Okul koordinatörünün belirlenmesi", "Naming of a coordinator"),
    "share_material": ("Materyal paylaşımı", "Sharing of material"),
    "file_evaluation_report": ("İzleme değerlendirme raporu", "Monitoring report"),
    "decree_closure": ("Tatil kararı (idari izin)", "Decreed closure"),
    "extend_term": ("Süre uzatımı", "Extend a term"),
    "state_extension_reasons": ("Uzatma gerekçesi", "Reasons of an extension"),
    "resolve_attention": ("Dikkat kaydını kapat", "Resolve attention"),
}

"""The kernel's own words, in Turkish and English."""

from workflows.kernel.worded import Words

TEXTS: Words = {
    "awaited": ("Beklenen", "Awaited"),
    "terms": ("Açık süreler", "Open terms"),
    "no-terms": ("Açık süre yok", "No term is open"),
    "due": ("son gün", "due"),
    "standing": ("süre durdu", "the clock is paused"),
    "settling": ("süre doldu, sonuç bekliyor", "ended, settling"),
    "overdue": ("süresi geçti", "overdue"),
    "late": ("Süresi geçti", "Overdue"),
    "next": ("sıradaki", "next"),
    "commands": ("Yapılabilecek işlemler", "Allowed commands"),
    "asides": ("Her aşamada", "At any stage"),
    "closed": ("Sonuç", "Outcome"),
    "lists": ("Temporal listesi güncellenecek", "To be listed anew in Temporal"),
    "heard": ("Süresinde verilmiş evrakın alınacağı son gün", "Papers in time are taken in until"),
    "pending": ("Bekleyen işlemler", "Commands that wait"),
    "consequence": ("süre sonucunu bekliyor", "waits for the consequence of a term"),
    "service": ("tebliği bekliyor", "waits for a record of service"),
    "office": ("sıra çatışması, karar bekliyor", "conflict of order, an office decides"),
    "nothing": ("karar verildi", "decided"),
    "fall": ("sırasında geçerli değil", "cannot stand at its place"),
    "entries": ("Son kayıtlar", "Last entries"),
    "attention": ("Dikkat: ulaşılamayan muhatap", "Needs attention: cannot reach"),
    "shared-row": (
        "Dikkat: başka bir dosyada da bulunan kayıt",
        "Needs attention: also entered by another case",
    ),
    "pointed-out": (
        "Dikkat: kullanılamadan sona eren hak veya kaydı olmayan işlem",
        "Needs attention: a right that ended unused, or an act without a record",
    ),
    "parked": (
        "Dikkat: kayıt kabul edilmiyor, düzeltilince sürer",
        "Needs attention: a record is refused; the case goes on once that is mended",
    ),
    "calendar-ends": (
        "Dikkat: takvimin bilindiği son yıl",
        "Needs attention: calendar known to",
    ),
    "reminder": ("hatırlatma", "reminder"),
    "end": ("süre sonu", "end"),
    "settlement": ("sonuca bağlama", "settlement"),
    "escalation": ("üst makama bildirim", "escalation"),
}


ACTIVITIES: Words = {
    "open_case": ("takvim, sayılar ve kütükler okunuyor", "calendar, figures, registers are read"),
    "record": ("günlüğe yazılıyor", "into the journal"),
    "stands": ("günlük bu kayıtla mı bitiyor", "does the journal end with entry"),
    "receipts_up_to": ("bu ana kadar gelen evrak", "what has been received until now"),
    "taken_in": ("evrakın geliş anı", "when papers were received"),
    "filing_taken_in": ("başvurunun geliş anı", "when the filing was received"),
    "answer_of": ("bu işleme verilen ilk cevap", "the first answer to this act"),
    "decide": ("kütüklere soruluyor", "the registers are asked"),
    "arrivals_of": ("sinyallerin geliş anı", "when the signals came in"),
}
"""What operators read beside each activity of a case."""


KINDS: Words = {
    "reminder": ("hatırlatma", "reminder"),
    "ended": ("süre doldu", "term ended"),
    "lapse": ("süre sonuçsuz geçti", "lapsed"),
    "extension": ("süre uzadı", "extended"),
    "escalation": ("üst makama bildirim", "escalated"),
    "closure": ("tatil kararı", "closure"),
    "renewal": ("takvim yenilendi", "calendar renewed"),
    "transition": ("yeni sürümle okundu", "read by a new release"),
    "stalled": ("takvimi bekliyor", "waits for the calendar"),
    "held": ("süre sonucunu bekliyor", "held until the consequence of a term"),
    "early": ("tebliği bekliyor", "taken in before its service"),
    "conflict": ("sıra çatışması", "conflict of order"),
    "refused": ("kabul edilmeyen sinyal", "refused signal"),
    "ignored": ("hukuki sonucu yok", "no legal effect"),
}


def word(words: Words, key: str, language: str) -> str:
    """Return one of the kernel's own words in a language (``tr`` or ``en``)."""
    turkish, english = words.get(key, (key, key))
    return english if language == "en" else turkish

"""The kernel's own words, in Turkish and English, and how people write a day."""

from datetime import date

from workflows.kernel.roles import Role
from workflows.kernel.worded import Words

MONTHS_TR = (
    "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran",
    "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

ROLES: Words = {
    Role.APPLICANT: ("başvuru sahibi", "applicant"),
    Role.REGISTRY: ("evrak kaydı", "registry"),
    Role.PRESIDENCY: ("Başkanlık", "Presidency"),
    Role.BOARD: ("Kurul", "Board"),
    Role.REVIEW_DEPARTMENT: ("Projeler ve İnceleme Dairesi", "Review Department"),
    Role.DIRECTORATE: ("Müdürlük", "Directorate"),
    Role.REVOLVING_FUND: ("Döner Sermaye İşletmesi", "Revolving Fund"),
    Role.PUBLICATIONS_DEPARTMENT: ("Yayımlar Dairesi", "Publications Department"),
    Role.BOOKS_BRANCH: ("Özel Sektör Kitapları Şubesi", "Private-Sector Books Branch"),
    Role.PRELIMINARY_COMMISSION: ("ön inceleme komisyonu", "preliminary commission"),
    Role.REVIEW_COMMISSION: ("inceleme komisyonu", "review commission"),
    Role.EVALUATION_COMMISSION: ("değerlendirme komisyonu", "evaluation commission"),
    Role.MINISTRY: ("Bakanlık", "Ministry"),
    Role.PRINCIPAL: ("Kurum Müdürü", "Principal"),
    Role.SCHOOL_COORDINATOR: ("okul koordinatörü", "School Coordinator"),
    Role.BRANCH_MANAGER: ("İlçe Şube Müdürü", "Branch Manager"),
    Role.DISTRICT_DIRECTOR: ("İlçe Millî Eğitim Müdürü", "District Director"),
    Role.EDUCATION_DIRECTORATE: ("Millî Eğitim Müdürlüğü", "Directorate of National Education"),
    Role.GENERAL_DIRECTORATE: ("Genel Müdürlük", "Directorate General"),
    Role.USER_ADMINISTRATOR: ("Kullanıcı Yönetici", "User Administrator"),
    Role.PARTNER: ("iş birliği yapan kuruluş", "partner"),
    Role.DISTRICT_DIRECTORATE: ("İlçe Millî Eğitim Müdürlüğü", "District Directorate"),
    Role.PROVINCIAL_DIRECTORATE: ("İl Millî Eğitim Müdürlüğü", "Provincial Directorate"),
    Role.MINISTER: ("Bakan", "Minister"),
    Role.GOVERNOR: ("Vali", "Governor"),
    Role.OPERATOR: ("sistem işletmeni", "operator"),
    Role.SYSTEM: ("Vade", "Vade"),
}

TEXTS: Words = {
    "awaited": ("Beklenen", "Awaited"),
    "terms": ("Açık süreler", "Open terms"),
    "no-terms": ("Açık süre yok", "No term is open"),
    "due": ("son gün", "due"),
    "standing": ("süre durdu", "the clock is paused"),
    "settling": ("süre doldu, sonuç bekliyor", "ended, settling"),
    "overdue": ("süresi geçti", "overdue"),
    "next": ("sıradaki", "next"),
    "commands": ("Yapılabilecek işlemler", "Allowed commands"),
    "asides": ("Her aşamada", "At any stage"),
    "closed": ("Sonuç", "Outcome"),
    "entries": ("Son kayıtlar", "Last entries"),
    "attention": ("Dikkat: ulaşılamayan muhatap", "Needs attention: cannot reach"),
    "reminder": ("hatırlatma", "reminder"),
    "end": ("süre sonu", "end"),
    "settlement": ("sonuca bağlama", "settlement"),
    "escalation": ("üst makama bildirim", "escalation"),
}


KINDS: Words = {
    "reminder": ("hatırlatma", "reminder"),
    "ended": ("süre doldu", "term ended"),
    "lapse": ("süre sonuçsuz geçti", "lapsed"),
    "extension": ("süre uzadı", "extended"),
    "escalation": ("üst makama bildirim", "escalated"),
    "closure": ("tatil kararı", "closure"),
    "refused": ("kabul edilmeyen sinyal", "refused signal"),
    "ignored": ("hukuki sonucu yok", "no legal effect"),
}


def word(words: Words, key: str, language: str) -> str:
    """Return one of the kernel's own words in a language (``tr`` or ``en``)."""
    turkish, english = words.get(key, (key, key))
    return english if language == "en" else turkish


def said(day: date, language: str) -> str:
    """Write a day as people do.

    >>> said(date(2031, 5, 26), "tr"), said(date(2031, 5, 26), "en")
    ('26 Mayıs 2031', '26 May 2031')
    """
    months = MONTHS_EN if language == "en" else MONTHS_TR
    return f"{day.day} {months[day.month - 1]} {day.year}"

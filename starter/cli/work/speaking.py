"""The command line's own words, and how it writes instants and roles."""

from datetime import datetime, time, timedelta
from typing import Final

from starter.client.processes import ROLES
from workflows.kernel.display.words import word
from workflows.kernel.law.calendar import ISTANBUL, local_day
from workflows.kernel.worded import Words

WORDS: Final[Words] = {
    "case": ("Dosya", "Case"),
    "stage": ("Aşama", "Stage"),
    "awaited": ("Beklenen", "Awaited"),
    "opens": ("Açtığı dosya", "Opens"),
    "opened_by": ("Açan dosya", "Opened by"),
    "not_opened": ("Açılamayan dosya", "Not opened"),
    "term": ("Süre", "Term"),
    "due": ("Son gün", "Due"),
    "state": ("Durum", "State"),
    "command": ("İşlem", "Command"),
    "by": ("Kim", "By"),
    "rule": ("Kural", "Rule"),
    "rule/open": ("Metnin açık bıraktığı", "What the text leaves open"),
    "rule/says": ("Ne der", "It says"),
    "rule/setting": ("Ayarı", "Its setting"),
    "rule/judged": ("Kişilerin takdirinde", "For people to judge"),
    "rule/later": ("Sonraya kalan", "Left for later"),
    "terms": ("Açık süreler", "Open terms"),
    "allowed": ("Yapılabilecek işlemler", "Allowed commands"),
    "outcome": ("Sonuç", "Outcome"),
    "counts": ("Sayıldığı an", "Counts from"),
    "settled": ("İşlendiği an", "Settled"),
    "is_started": ("başlatıldı", "is started"),
    "entry": ("Kayıt", "Entry"),
    "effects": ("Sonucu", "Effects"),
    "day": ("Gün", "Day"),
    "kind": ("Tür", "Kind"),
    "name": ("Ad", "Name"),
    "closed": ("tatil", "closed"),
    "half": ("yarım gün", "half day"),
    "open": ("açık", "open"),
    "paused": ("durdu", "paused"),
    "ended": ("süresi geçti", "ended"),
    "met": ("yerine geldi", "met"),
    "lapsed": ("sonuçsuz geçti", "lapsed"),
    "dropped": ("düştü", "dropped"),
    "none": ("Kayıt yok.", "Nothing."),
    "left_out": (
        "{of} kayıttan ilk {shown} gösterildi. Daraltın, ya da --limit {of} ile hepsini görün.",
        "The first {shown} of {of}. Narrow the list, or see all with --limit {of}.",
    ),
    "attention": ("Dikkat", "Attention"),
    "to": ("Muhatap", "To"),
    "occasion": ("Konu", "Occasion"),
    "why": ("Neden", "Why"),
    "next_try": ("Sonraki deneme", "Next try"),
    "no-address": ("adresi yok", "no address"),
    "put-off": ("ertelendi", "put off"),
    "given-up": ("vazgeçildi", "given up"),
    "number": ("Sayı", "Number"),
    "subject": ("Konu", "Subject"),
    "letters": ("Resmî yazılar", "Letters"),
    "letter-sent": ("gönderildi", "sent"),
    "letter-waits": ("gönderilmedi", "not sent"),
    "letter-withdrawn": ("e-posta ile gönderilmedi", "not sent by mail"),
    "due_again": ("Yeniden gönderilecek", "Due again"),
    "withdrawn": ("Geri çekildi", "Withdrawn"),
    "pending": ("Bekleyen işlemler", "Commands that wait"),
    "what_then": ("Ne olacak", "What happens when"),
    "held": (
        "alındı, alındığı andan sayılır; henüz işlenmedi",
        "taken in, and counts from its receipt; not settled yet",
    ),
    "ask_again": (
        "Kesin cevap için aynı --id ile yeniden gönderin.",
        "Send it again under the same --id for the final answer.",
    ),
    "as_told": ("Geliş sırasıyla", "As told"),
    "without": ("şunlar olmadan:", "without"),
    "in_order": ("Alınma sırasıyla", "In order of receipt"),
    "webhook": ("Abone", "Subscriber"),
    "url": ("Adres", "Address"),
    "types": ("Olaylar", "Events"),
    "all_types": ("hepsi", "all"),
    "waiting": ("Bekleyen dosya", "Cases waiting"),
    "dead": ("Takılan dosya", "Cases stuck"),
    "event": ("Olay", "Event"),
    "since": ("İlk deneme", "Failing since"),
    "attempts": ("Deneme", "Attempts"),
    "called": ("aranıyor", "called"),
    "not_called": ("durduruldu", "paused"),
    "removed": ("Silindi", "Removed"),
    "skipped": ("Atlanan olay", "Events passed over"),
    "secret": (
        "İmza anahtarı, yalnızca şimdi gösterilir",
        "Secret that signs, shown this once",
    ),
    "both_until": ("Eski anahtarla da imzalanır, son an", "Signed with the old one too, until"),
    "then/consequence": (
        "sürenin sonucu bağlanınca onunla birlikte işlenir",
        "settled with the consequence of the term, once that is drawn",
    ),
    "then/service": (
        "tebliğ kaydedilince işlenir",
        "settled when the service of what it answers is recorded",
    ),
    "then/office": (
        "sıraya karar verilince işlenir (decide_order)",
        "settled when an office decides the order (decide_order)",
    ),
    "then/nothing": ("hemen işlenir", "settled at once"),
    "then/fall": ("sırasında geçerli değil: reddedilir", "cannot stand at its place: refused"),
}


def t(key: str, lang: str) -> str:
    """Return a word of the command line."""
    return word(WORDS, key, lang)


def clock(at: datetime | None) -> str:
    """Write an instant as Istanbul reads it; a line where there is none.

    >>> clock(datetime.fromisoformat("2031-05-26T21:00:00+00:00"))
    '2031-05-27 00:00'
    """
    return f"{at.astimezone(ISTANBUL):%Y-%m-%d %H:%M}" if at else "—"


def due(at: datetime | None) -> str:
    """Write a due instant; midnight belongs to the day that ends with it.

    >>> due(datetime.fromisoformat("2031-05-26T21:00:00+00:00"))
    '2031-05-26 24:00'
    """
    if at is not None and at.astimezone(ISTANBUL).time() == time.min:
        return f"{local_day(at - timedelta(microseconds=1))} 24:00"
    return clock(at)


def role(name: str | None, lang: str) -> str:
    """Write a role as officials call it, one of a single institution with its code."""
    office, _, institution = (name or "").partition("/")
    return f"{word(ROLES, office, lang)} {institution}".strip() if office else "—"

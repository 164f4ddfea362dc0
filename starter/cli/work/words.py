"""The command line's own words, in Turkish and English."""

from typing import Final

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
    "yes_or_no": ("[e/H]", "[y/N]"),
    "not_done": ("Hiçbir şey yapılmadı.", "Nothing was done."),
    "ends_with": (
        (
            "Bu işlem {case} dosyasını “{outcome}” ({rule}, {on}) sonucuyla kapatır; geri alınamaz."
            " Gönderilsin mi?"
        ),
        "This ends {case} with “{outcome}” ({rule}, {on}) and cannot be undone. Send it?",
    ),
    "past_day": (
        (
            "{day} geçmiş bir gündür: {cases} açık dosyada {terms} süre değişir; geri alınamaz."
            " Girilsin mi?"
        ),
        (
            "{day} has passed: {terms} terms of {cases} open cases move, which cannot be undone."
            " Enter it?"
        ),
    ),
    "past_day_needs_yes": (
        (
            "{day} geçmiş bir gündür ve geri alınamaz. Önce --dry-run ile hangi sürelerin"
            " değişeceğine bakın, sonra --yes ile girin."
        ),
        (
            "{day} has passed, and this cannot be undone. See with --dry-run which terms move, then"
            " say --yes."
        ),
    ),
    "turns": (
        "Açık dosyalar yürürlükteki sürüme geçer ve öncekine dönmez. Sürdürülsün mü?",
        "Open cases turn to the current build, and do not go back to the one before. Go on?",
    ),
    "build_turns": (
        (
            "{build} yürürlükteki sürüm olur; açık dosyalar ona geçer ve öncekine dönmez."
            " Sürdürülsün mü?"
        ),
        (
            "{build} becomes the current build; open cases turn to it, and do not go back to the"
            " one before. Go on?"
        ),
    ),
    "forgets": (
        "{name} silinir; ona henüz bildirilmemiş olanlar da. Geri alınamaz. Sürdürülsün mü?",
        "{name} is forgotten, with what it has not been told; this cannot be undone. Go on?",
    ),
    "passes_over": (
        "{case} dosyasının takıldığı olay {name} abonesine hiç bildirilmez. Sürdürülsün mü?",
        "{name} is never told of the event at which {case} is stuck. Go on?",
    ),
    "ends_notices": (
        "{case} dosyasının vazgeçilen bildirimleri bir daha gönderilmez. Sürdürülsün mü?",
        "Notices of {case} that were given up are never sent again. Go on?",
    ),
    "yes": ("evet", "yes"),
    "no": ("hayır", "no"),
    "own_clock": ("Dosyanın saati ileri alınmış", "The case's clock has been moved to"),
    "builds_read": (
        "{n} dosya okundu, {other} tanesi olduğu gibi değil",
        "{n} read, {other} of them not as they stood",
    ),
    "builds_woken": (
        "{of} açık dosyadan {n} tanesi uyandırıldı; yürürlükteki sürüm {build}",
        "{n} of {of} open cases woken; the current build is {build}",
    ),
    "build/current": ("yürürlükte", "current"),
    "build/unreadable": ("okunamıyor", "unreadable"),
    "build/differs": ("farklı", "differs"),
    "register": ("Defter", "Register"),
    "forms": ("Formlar", "Forms"),
    "register_help": (
        (
            "Satırlar: `vade register DEFTER`. Bir formun alanları: `vade form FORM`; doldurmak"
            " için: `vade fill-in FORM`."
        ),
        (
            "Rows: `vade register REGISTER`. Fields of a form: `vade form FORM`; to fill it in:"
            " `vade fill-in FORM`."
        ),
    ),
    "one_by_one": (
        (
            "{register} kişileri adlandırır ve bütünüyle listelenmez: --key veya --subject ile"
            " kimin kaydı arandığını söyleyin."
        ),
        (
            "{register} names people and is not listed as a whole: say whose row by --key or"
            " --subject."
        ),
    ),
    "more_rows": (
        "İlk {n} satır gösterildi; daraltın, ya da --limit ile daha fazlasını görün.",
        "The first {n} rows; narrow the list, or see more with --limit.",
    ),
    "ban": ("Yasak", "Ban"),
    "scope": ("Kapsam", "Scope"),
    "from": ("Başlangıç", "From"),
    "accepted_again": ("Yeniden başvurulabilir", "Accepted again"),
    "audited": (
        "{cases} dosya, {entries} kayıt, {findings} bulgu",
        "{cases} cases, {entries} entries, {findings} findings",
    ),
    "finding": ("Bulgu", "Finding"),
    "what_found": ("Ne görüldü", "What was found"),
    "finding_help": (
        "Ne yapılacağı: docs/operations.md, “What `vade audit` finds”.",
        "What to do: docs/operations.md, “What `vade audit` finds”.",
    ),
    "fate": ("Ne oldu", "What became of it"),
    "retold": ("Yeniden iletilen", "Told again"),
    "no_open_case": ("Açık dosya yok.", "No open case."),
    "fate/restored": ("yeniden açıldı", "restored"),
    "fate/would be restored": ("yeniden açılacak", "would be restored"),
    "fate/runs already": ("zaten çalışıyor", "runs already"),
    "fate/its journal does not tell it": (
        "günlüğü dosyayı anlatmıyor",
        "its journal does not tell it",
    ),
    "no_open_terms": (
        (
            "{case}: açık süre yok. Sona ermiş bir süre için adını verin (T-14.2); `vade timeline"
            " {case}` adlarını gösterir."
        ),
        (
            "{case}: no term is open. Name one that is over (T-14.2); `vade timeline {case}` shows"
            " their names."
        ),
    ),
    "told": ("bildirildi", "told"),
    "knows it already": ("zaten biliyor", "knows it already"),
    "would be told": ("bildirilecek", "would be told"),
    "the database does not answer": (
        "veri tabanı yanıt vermiyor",
        "the database does not answer",
    ),
    "is being opened, and reads the table itself": (
        "açılıyor, takvimi kendisi okur",
        "is being opened, and reads the table itself",
    ),
    "a_second": ("sn", "s"),
    "open_cases": ("açık dosya", "open cases"),
    "calendar_version": ("Takvimin sürümü", "Version of the calendar"),
    "field": ("Alan", "Field"),
    "meaning": ("Anlamı", "Meaning"),
    "required": ("* zorunlu", "* must be there"),
    "field/text": ("metin", "text"),
    "field/prose": ("metin", "text"),
    "field/whole": ("tam sayı", "whole number"),
    "field/decimal": ("ondalık sayı: 82.50", "decimal: 82.50"),
    "field/day": ("gün: 2031-04-30", "day: 2031-04-30"),
    "field/instant": ("an: 2031-04-30T09:30:00+03:00", "instant: 2031-04-30T09:30:00+03:00"),
    "field/time": ("saat: 09:30:00", "time: 09:30:00"),
    "field/choice": ("seçenek", "one of these"),
    "field/yesno": ("true veya false", "true or false"),
    "field/many": ("seçenekler listesi", "list of these"),
    "field/lines": ("liste", "list"),
    "field/document": ("belgenin SHA-256 özeti", "SHA-256 of the document"),
    "field/documents": ("belgelerin SHA-256 özetleri", "list of SHA-256 of documents"),
    "field/group": ("alt alanlar", "fields of its own"),
    "field/rows": ("satır listesi", "list of rows"),
    "field/pairs": ("anahtar ve değer", "keys and values"),
    "agreements": ("iş birliği yazıldı", "agreements written"),
    "lines": ("satır yazıldı", "lines written"),
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

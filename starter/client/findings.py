"""What an audit may find, and how it is said in Turkish and English."""

from typing import Final, Self

from workflows.kernel.display.words import word
from workflows.kernel.values import Frozen
from workflows.kernel.worded import Words

KINDS: Final[Words] = {
    "broken": ("zinciri bozuk", "broken chain"),
    "untold": ("yeniden anlatılamıyor", "cannot be told again"),
    "gone": ("çalışmıyor", "does not run"),
    "revived": ("kapandığı hâlde çalışıyor", "closed, but runs"),
    "rewound": ("geri sarılmış", "rewound"),
    "parked": ("kaydı kabul edilmiyor", "a record is refused"),
    "stuck": ("takılmış", "stuck"),
    "unopened": ("açılmamış", "not opened"),
    "undelivered": ("iletilememiş", "not delivered"),
    "unfollowed": ("devamı açılmamış", "not followed"),
    "unheard": ("abonesine bildirilememiş", "a subscriber was not told"),
}
"""What each kind of finding is called."""

_SAID: Final[Words] = {
    "chain": ("{why}", "{why}"),
    "lost": (
        "{at} UTC'de başlatıldı, {status}; günlüğü yok",
        "started {at} UTC, {status}, not journalled",
    ),
    "owed": ("{process} dosyası henüz açılmadı", "its {process} is not open yet"),
    "owed-no": (
        "{process} dosyası {rule} gereği kabul edilmedi: {what}; {do}",
        "its {process} is refused by {rule}: {what}; {do}",
    ),
    "waiting": (
        "{n} işlem alındı, iletilmedi; ilki {at} UTC",
        "{n} received and not delivered, the first since {at} UTC",
    ),
    "waiting-tried": (
        (
            "{n} işlem alındı, iletilmedi; ilki {at} UTC; {tries} kez boşuna denendi, nedeni worker"
            " günlüğünde"
        ),
        (
            "{n} received and not delivered, the first since {at} UTC; tried {tries} times in vain,"
            " the worker's log says why"
        ),
    ),
    "unknown": ("Temporal tanımıyor", "Temporal does not know it"),
    "task": (
        "iş akışı görevi başarısız, {attempt}. deneme; nedeni worker günlüğünde",
        "its workflow task fails, attempt {attempt}; the worker's log says why",
    ),
    "open": (
        "“{stage}” aşamasında açık, ama iş akışı {status}",
        "open at stage {stage}, but its workflow is {status}",
    ),
    "no-journal": (
        "{at} UTC'de başlatıldı, günlüğe hiçbir şey yazılmadı",
        "started {at} UTC, and nothing is journalled",
    ),
    "runs": (
        "kapandı ({outcome}), ama kimliğiyle bir iş akışı çalışıyor",
        "closed ({outcome}), but a workflow runs under its ID",
    ),
    "silent": ("sorulamıyor: {why}", "it cannot be asked: {why}"),
    "behind": (
        "{knows} kayıt biliyor, günlüğünde {has} kayıt var",
        "it knows {knows} entries, its journal has {has}",
    ),
    "other": (
        "{n}. kaydı günlüğündeki kayıt değil",
        "its entry {n} is not the one in its journal",
    ),
    "dead": (
        (
            "{webhook} abonesi {event} olayını {at} UTC'den beri almıyor ({why}); dosyanın sonraki"
            " olayları bekliyor: `vade webhooks replay {webhook}` veya `skip`"
        ),
        (
            "{webhook} has not taken {event} since {at} UTC ({why}); what its case has after it"
            " waits: `vade webhooks replay {webhook}`, or `skip`"
        ),
    ),
}


_ENDED: Final = {
    "COMPLETED": "tamamlanmış",
    "FAILED": "başarısız",
    "CANCELED": "iptal edilmiş",
    "TERMINATED": "elle sonlandırılmış",
    "CONTINUED_AS_NEW": "sürdürülmüş",
    "TIMED_OUT": "zamanı dolmuş",
}


def ended(status: str | None) -> tuple[str, str]:
    """Return how Temporal says that a run ended.

    >>> ended("TIMED_OUT")
    ('zamanı dolmuş', 'timed out')
    """
    if status is None:
        return "durumu bilinmiyor", "of unknown status"
    english = status.lower().replace("_", " ")
    return _ENDED.get(status, english), english


class Finding(Frozen):
    """One thing that is not as it should be."""

    case_id: str
    kind: str
    what: str
    """In English."""
    tr: str
    """In Turkish."""

    @classmethod
    def of(cls, case_id: str, kind: str, said: str, **parts: object) -> Self:
        """Return a finding that says this of a case; a pair is Turkish and English.

        >>> Finding.of("course-2031-0042", "gone", "unknown").tr
        'Temporal tanımıyor'
        """
        tr, en = (
            sentence.format(**{k: v[n] if isinstance(v, tuple) else v for k, v in parts.items()})
            for n, sentence in enumerate(_SAID[said])
        )
        return cls(case_id=case_id, kind=kind, what=en, tr=tr)

    def said(self, language: str) -> str:
        """Return what was found, in a language."""
        return self.what if language == "en" else self.tr

    def called(self, language: str) -> str:
        """Return what its kind is called, in a language."""
        return word(KINDS, self.kind, language)

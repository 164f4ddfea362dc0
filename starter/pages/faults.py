"""Refusals as a form shows them: at the field that is meant, in the words of the reader."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starter.api.content import KINDS
from starter.pages.fields import field_word
from starter.pages.form import Flat, Form, place_of
from starter.pages.words import t
from workflows.kernel.case.refusal import Reason

MISFIT: Final = "the message does not fit"
"""How the reason begins where a field has the wrong shape."""

_SAID: Final = (
    (r"Field required", "Bu alan zorunludur."),
    (r"Input should be a valid date.*", "Geçerli bir tarih yazın."),
    (r"Input should be a valid datetime.*", "Geçerli bir tarih ve saat yazın."),
    (r"Input should be (a|in a) valid time.*", "Geçerli bir saat yazın."),
    (r"Input should be a valid integer.*", "Tam sayı yazın."),
    (r"Input should be a valid (decimal|number).*", "Sayı yazın."),
    (r"Input should be a valid boolean.*", "Evet veya hayır seçin."),
    (r"Decimal input should have no more than (\d+) decimal places?", r"En çok \1 ondalık yazın."),
    (r"Input should be greater than or equal to (\S+)", r"En az \1 olmalı."),
    (r"Input should be greater than (\S+)", r"\1 değerinden büyük olmalı."),
    (r"Input should be less than or equal to (\S+)", r"En çok \1 olmalı."),
    (r"Input should be less than (\S+)", r"\1 değerinden küçük olmalı."),
    (r"String should have at least (\d+) characters?", r"En az \1 karakter yazın."),
    (r"String should have at most (\d+) characters?", r"En çok \1 karakter yazın."),
    (r"List should have at least (\d+) items?.*|Tuple should have at least (\d+) items?.*",
     "Daha fazla satır gerekir."),
    (r"(List|Tuple) should have at most (\d+) items?.*", r"En çok \2 satır olabilir."),
    (r"String should match pattern.*", "Biçimi uygun değil; örneğe bakın."),
    (r"Input should be .*", "Geçerli seçeneklerden biri olmalı."),
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One reason against a form."""

    path: str
    """The part that is meant; empty: the act as a whole."""
    label: str
    rule: str
    what: str
    why: str
    do: str


def faults_of(
    reasons: tuple[Reason, ...], form: Form, filled: Flat, lang: str
) -> tuple[Fault, ...]:
    """Return the reasons against a form, each at its place."""
    parts = {p.path: p for top in form.parts(filled) for p in top.everywhere()}
    return tuple(
        _fault(reason, {path: p.name for path, p in parts.items()}, lang) for reason in reasons
    )


def _fault(reason: Reason, names: dict[str, str], lang: str) -> Fault:
    loc, _, said = reason.what.partition(": ")
    path = place_of(loc, names) if reason.why.startswith(MISFIT) else ""
    if not path:
        return Fault("", "", reason.rule, reason.what, reason.why, reason.do)
    label = field_word(names[path], lang)
    if lang == "en":
        return Fault(path, label, reason.rule, said, "", reason.do)
    return Fault(path, label, reason.rule, said_in_turkish(said), "", "")


def faults_of_documents(
    not_taken: Mapping[str, str], form: Form, filled: Flat, lang: str
) -> tuple[Fault, ...]:
    """Return of each document that was not taken that it was not."""
    names = {p.path: p.name for top in form.parts(filled) for p in top.everywhere()}
    kinds = ", ".join(ending.upper() for ending in KINDS.values())
    said = t("document_not_taken", lang, kinds=kinds)
    return tuple(
        Fault(path, field_word(names[path], lang), "V-4", said, "", "")
        for path in not_taken
        if path in names
    )


def said_in_turkish(said: str) -> str:
    """Write a fault of shape in Turkish.

    >>> said_in_turkish("Input should be less than or equal to 100")
    'En çok 100 olmalı.'
    """
    for pattern, turkish in _SAID:
        if found := re.fullmatch(pattern, said):
            return found.expand(turkish)
    return "Bu alan uygun değil."

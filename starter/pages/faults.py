"""Refusals as a form shows them: at the field that is meant, in the words of the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starter.api.content import KINDS
from starter.client.wording import in_language, shape_in_turkish
from starter.pages.fields import field_word
from starter.pages.form import Flat, Form, place_of
from starter.pages.words import sentence, t
from workflows.kernel.case.refusal import Reason

MISFIT: Final = "the message does not fit"
"""How the reason begins where a field has the wrong shape."""


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
    reasons: tuple[Reason, ...], form: Form, filled: Flat, lang: str, process: str | None = None
) -> tuple[Fault, ...]:
    """Return the reasons against a form, each at its place."""
    parts = {p.path: p for top in form.parts(filled) for p in top.everywhere()}
    names = {path: p.name for path, p in parts.items()}
    return tuple(_fault(reason, names, lang, process) for reason in reasons)


def _fault(reason: Reason, names: dict[str, str], lang: str, process: str | None) -> Fault:
    loc, _, said = reason.what.partition(": ")
    path = place_of(loc, names) if reason.why.startswith(MISFIT) else ""
    if not path:
        (whole,) = in_language((reason,), lang, process)
        what, why, do = (sentence(each, lang) for each in (whole.what, whole.why, whole.do))
        return Fault("", "", whole.rule, what, why, do)
    label = field_word(names[path], lang)
    if lang == "en":
        return Fault(path, label, reason.rule, said, "", reason.do)
    return Fault(path, label, reason.rule, sentence(shape_in_turkish(said), lang), "", "")


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

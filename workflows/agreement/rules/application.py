"""The application (m.5 to m.7): to which office, with which papers, and the answer to it."""

from collections.abc import Collection, Mapping
from datetime import date

from pydantic import JsonValue

from workflows.agreement.messages.agreement import (
    AgreementApplication,
    Area,
    Level,
    PaperKind,
    PartnerKind,
    PreAssessmentForm,
    ProgrammePublished,
)
from workflows.agreement.rules.days import breaches_of_stated_day
from workflows.kernel.case.refusal import Reason

_PAPERS = {
    PartnerKind.NGO: (
        PaperKind.LETTER,
        PaperKind.EK_1,
        PaperKind.LEGAL_PERSONALITY,
        PaperKind.SIGNATURE_CIRCULAR,
    ),
    PartnerKind.PRIVATE: (
        PaperKind.LETTER,
        PaperKind.EK_1,
        PaperKind.TRADE_REGISTRY,
        PaperKind.SIGNATURE_CIRCULAR,
    ),
    PartnerKind.PUBLIC: (PaperKind.LETTER, PaperKind.EK_1),
}

_IN_WORDS = {
    PaperKind.LETTER: "the letter of application",
    PaperKind.EK_1: "the form Ek-1",
    PaperKind.LEGAL_PERSONALITY: "proof that the partner is a legal person",
    PaperKind.SIGNATURE_CIRCULAR: "the signature circular",
    PaperKind.TRADE_REGISTRY: "the trade registry document",
    PaperKind.BRANCH_PROOF: "proof of the partner's branches",
}

_APPLIES_WITH = {
    PartnerKind.NGO: "a non-governmental organisation applies with a letter, the form Ek-1, proof "
    "that it is a legal person, its signature circular and, if it has any, proof of its branches",
    PartnerKind.PRIVATE: "a private body applies with a letter, the form Ek-1, its trade registry "
    "document, its signature circular and, if it has any, proof of its branches",
    PartnerKind.PUBLIC: "a public body applies with an official letter and the form Ek-1",
}

_PAPERS_RULE = {
    PartnerKind.NGO: "A-6.3a",
    PartnerKind.PRIVATE: "A-6.3b",
    PartnerKind.PUBLIC: "A-6.3c",
}


def level_of(area: Area, *, special: bool) -> Level:
    """Return to which office an area belongs (A-6.1, A-6.2, R-A.8).

    Args:
        area: Where the cooperation takes place.
        special: For maturation institutes or open schools: always the directorate general's.
    """
    districts, provinces = len(set(area.districts)), len(set(area.provinces))
    if special or area.nationwide or provinces > 1:
        return Level.GENERAL
    # several districts are not one district's own: the next office up (R-A.8)
    return Level.DISTRICT if districts == 1 else Level.PROVINCE


def redirected(application: AgreementApplication) -> Level | None:
    """Return the office to which an application is forwarded; none if it came to it (A-6.1)."""
    level = level_of(application.area, special=application.special)
    return None if application.applied_to is level else level


def papers_owed(kind: PartnerKind, *, has_branch: bool) -> tuple[PaperKind, ...]:
    """Return the papers of an application (A-6.3a to A-6.3c).

    Args:
        kind: What the partner is; letter and form suffice for a public body.
        has_branch: Whether it has branches, which it proves unless it is a public body.
    """
    if has_branch and kind is not PartnerKind.PUBLIC:
        return (*_PAPERS[kind], PaperKind.BRANCH_PROOF)
    return _PAPERS[kind]


def breaches_of_application(application: AgreementApplication) -> tuple[Reason, ...]:
    """Return why an application is not complete (A-6.1, A-6.3a to A-6.3c).

    One that came to another office than its area's is complete all the same: see `redirected`.
    """
    found: list[Reason] = []
    kind = application.partner_kind
    owed = papers_owed(kind, has_branch=application.has_branch)
    found += [
        Reason(
            rule=_PAPERS_RULE[kind],
            what=f"not among the papers: {_IN_WORDS[paper]}",
            why=_APPLIES_WITH[kind],
            do="add the missing paper",
        )
        for paper in owed
        if paper not in application.documents
    ]
    if application.branch_of == application.partner:
        found.append(
            Reason(
                rule="R-A.15",
                what="the partner is named as a branch of itself",
                why="a branch or representation belongs to another body",
                do="name that body in branch_of, or leave it out",
            )
        )
    area = application.area
    level = level_of(area, special=application.special)
    if level is Level.PROVINCE and not area.provinces:
        found.append(
            Reason(
                rule="A-6.1",
                what="the area names several districts and no province",
                why="they belong together to the directorate of their province (R-A.8)",
                do="name the province in which they lie",
            )
        )
    return tuple(found)


def breaches_of_publication(
    record: ProgrammePublished, *, missing: Collection[str], today: date
) -> tuple[Reason, ...]:
    """Return why a programme cannot be recorded as published (A-5.1, A-5.2).

    Args:
        record: Which one, and since when.
        missing: The programmes of the application that are not published yet.
        today: Day of the record.
    """
    published_on = record.published_on
    days = breaches_of_stated_day(
        f"published on {published_on}", published_on, today=today, rule="A-5.1"
    )
    if published_by(record, missing) is not None:
        return days
    named = record.programme or "none of several"
    return (
        *days,
        Reason(
            rule="A-5.2",
            what=f"published: {named}",
            why=f"the application waits for {', '.join(missing)}",
            do="name in programme which of these is published",
        ),
    )


def published_by(record: ProgrammePublished, missing: Collection[str]) -> str | None:
    """Return which of the missing programmes a record is about; the only one need not be named."""
    if record.programme is None:
        return next(iter(missing)) if len(missing) == 1 else None
    return record.programme if record.programme in missing else None


def breaches_of_pre_assessment(form: PreAssessmentForm) -> tuple[Reason, ...]:
    """Return why a form cannot be recorded: it says no and not why (A-7.1, A-7.2)."""
    if form.favourable or form.reasons is not None:
        return ()
    return (
        Reason(
            rule="A-7.2",
            what="the application is turned down without reasons",
            why="the decision is the office's, but its official letter has to give reasons",
            do="state the reasons",
        ),
    )


def subject_taken(known: Mapping[str, JsonValue]) -> Reason:
    """Say who has the subject, if the register does not give it to a district or province (A-8.7).

    Args:
        known: What the register says: the ``case`` that has it, and ``until`` when.
    """
    until = known.get("until") or "a day not yet agreed"
    return Reason(
        rule="A-8.7",
        what=f"{known.get('case')} covers this subject with the same partner, until {until}",
        why="what the directorate general has agreed on is not agreed on again at a lower level",
        do="wait for its end, or choose the code of the right subject",
    )

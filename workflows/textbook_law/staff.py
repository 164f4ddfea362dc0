"""Who made the draft (m.4(1), m.5(1), m.11(2)a, m.13(1)g), as far as the filing declares it.

A filing that names nobody says nothing: the preliminary commission then judges from paper.
"""

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import (
    Degree,
    FiledDraft,
    MemberRole,
    Qualification,
    StaffMember,
    StaffRole,
    Work,
)

PUBLISHERS_OWN = (
    StaffRole.AUTHOR,
    StaffRole.EDITOR,
    StaffRole.LANGUAGE_EXPERT,
    StaffRole.VISUAL_DESIGNER,
)
"""Whom a publisher employs or buys in (T-5.1); the others are asked for by m.13(1)g alone."""

SEAT_OF = {
    StaffRole.LANGUAGE_EXPERT: MemberRole.LANGUAGE_EXPERT,
    StaffRole.VISUAL_DESIGNER: MemberRole.VISUAL_DESIGNER,
}
"""The two experts that some lessons and fields do without."""

LEAST_DEGREE = {
    Qualification.APPOINTMENT_FIELD: Degree.BACHELOR,
    Qualification.DOCTORATE: Degree.DOCTORATE,
    Qualification.POSTGRADUATE: Degree.MASTER,
    Qualification.EARLIER_TEXTBOOK: Degree.NONE,
    Qualification.APPOINTED_TEACHER: Degree.NONE,
}
"""The degree without which a way of qualifying is not open."""

STAFF_CALLED = {
    StaffRole.AUTHOR: "author",
    StaffRole.EDITOR: "editor",
    StaffRole.LANGUAGE_EXPERT: "language expert",
    StaffRole.VISUAL_DESIGNER: "visual designer",
    StaffRole.ASSESSMENT_EXPERT: "assessment expert",
    StaffRole.PROGRAMME_EXPERT: "programme expert",
    StaffRole.GUIDANCE_EXPERT: "guidance expert",
    StaffRole.TRANSLATOR: "translator",
}
"""What those who make a draft are called in a refusal."""

WAY_CALLED = {
    Qualification.APPOINTMENT_FIELD: "a degree in a field of appointment",
    Qualification.DOCTORATE: "a doctorate",
    Qualification.EARLIER_TEXTBOOK: "an earlier textbook",
    Qualification.POSTGRADUATE: "a postgraduate degree",
    Qualification.APPOINTED_TEACHER: "an appointment as teacher",
}
"""What the ways of qualifying are called in a refusal."""

DEGREE_CALLED = {
    Degree.NONE: "none",
    Degree.BACHELOR: "bachelor",
    Degree.MASTER: "master",
    Degree.DOCTORATE: "doctorate",
}
"""What the degrees are called in a refusal."""

BY_DIPLOMA = (
    Qualification.APPOINTMENT_FIELD,
    Qualification.DOCTORATE,
    Qualification.POSTGRADUATE,
)


def seats_left_out(work: Work, book: Rulebook) -> tuple[MemberRole, ...]:
    """Return the experts whom a commission for this work does not get (T-17.6, T-5.1).

    No language expert for Turkish, language and literature lessons and foreign languages; no
    visual designer for books of the painting field: the field experts are these experts.
    """
    left_out = []
    if work.foreign_language or work.lesson in book.words("commission.no_language_expert"):
        left_out.append(MemberRole.LANGUAGE_EXPERT)
    if work.field in book.words("commission.no_visual_designer"):
        left_out.append(MemberRole.VISUAL_DESIGNER)
    return tuple(left_out)


def breaches_of_staff(application: FiledDraft, book: Rulebook) -> tuple[Reason, ...]:
    """Return what the declared staff lacks (T-4.1, T-4.2, T-5.1, T-11.2a, T-11.2b, T-13.1g).

    Of a translation only its translators are looked at: who wrote the book has been accepted with
    it.
    """
    if not application.staff:
        return ()
    if application.translation_of is not None:
        return _breaches_of_translators(application)
    return (
        *_breaches_of_roles(application, book),
        *_breaches_of_language(application, book),
        *(wrong for one in application.staff for wrong in _breaches_of(one, application, book)),
    )


def experts_left_out(work: Work, book: Rulebook) -> tuple[StaffRole, ...]:
    """Return the experts of whom a draft needs no separate one (T-5.1).

    No language expert for Turkish, language and literature lessons and foreign languages, no
    visual designer for the painting field; one may work on it all the same.
    """
    left_out = seats_left_out(work, book)
    return tuple(role for role, seat in SEAT_OF.items() if seat in left_out)


def breaches_of_declaration(application: FiledDraft) -> tuple[Reason, ...]:
    """Return why a publisher has not declared its staff free of convictions (T-5.1, m.5(1)).

    Silence of the form is no declaration either, but it may lie on paper: the preliminary
    commission answers for that (T-13.1b).
    """
    if application.declared_clean is not False or not application.applicant.is_publisher:
        return ()
    return (
        Reason(
            rule="T-5.1",
            what="the publisher does not declare its staff free of the convictions of m.5(1)",
            why="nobody who makes a textbook may have one of them",
            do="record the check as failed, with a note for the applicant",
        ),
    )


def _breaches_of_roles(application: FiledDraft, book: Rulebook) -> tuple[Reason, ...]:
    named = {member.role for member in application.staff}
    spared = experts_left_out(application.work, book)
    by_publisher = application.applicant.is_publisher
    return tuple(
        Reason(
            rule="T-5.1" if by_publisher and role in PUBLISHERS_OWN else "T-13.1g",
            what="nobody is declared as " + STAFF_CALLED[role],
            why="each of these persons takes part in making a textbook",
            do="name at least one " + STAFF_CALLED[role],
        )
        for role in StaffRole
        if role not in named and role not in spared and role is not StaffRole.TRANSLATOR
    )


def _breaches_of_language(application: FiledDraft, book: Rulebook) -> tuple[Reason, ...]:
    language, field = application.taught_in, application.work.field
    if language is None:
        return ()
    authors = [member for member in application.staff if member.role is StaffRole.AUTHOR]
    fluent = all(
        one.graduate_in_language and one.degree is Degree.DOCTORATE and one.field == field
        for one in authors
    )
    together = (
        len({one.id for one in authors}) >= book.count("taught_in.experts")
        and any(one.field == field for one in authors)
        and any(one.field == language for one in authors)
    )
    if fluent or together:
        return ()
    return (
        Reason(
            rule="T-11.2a",
            what=f"the authors do not cover both {field} and {language}",
            why="a lesson taught in a foreign language is written by doctors who graduated in that "
            "language, or by an expert of the field and one of the language together",
            do="name such authors",
        ),
    )


def _breaches_of_translators(application: FiledDraft) -> tuple[Reason, ...]:
    translators = [one for one in application.staff if one.role is StaffRole.TRANSLATOR]
    why = (
        "a translator graduated from the field taught in the language, has a doctorate in the "
        "field, or a bachelor's degree in the language"
    )
    if not translators:
        return (
            Reason(
                rule="T-11.2b",
                what="nobody is declared as translator",
                why=why,
                do="name at least one translator",
            ),
        )
    return tuple(
        _unqualified(one, "T-11.2b", why)
        for one in translators
        if not _translator_qualifies(one, application)
    )


def _translator_qualifies(translator: StaffMember, application: FiledDraft) -> bool:
    """Return whether somebody may translate: one of three ways is enough (T-11.2b)."""
    if translator.degree is Degree.NONE:
        return False
    of_field = translator.field == application.work.field
    of_language = application.taught_in is not None and translator.field == application.taught_in
    is_doctor = translator.degree is Degree.DOCTORATE
    return of_language or (of_field and (is_doctor or translator.graduate_in_language))


def _breaches_of(
    member: StaffMember, application: FiledDraft, book: Rulebook
) -> tuple[Reason, ...]:
    if member.role is StaffRole.AUTHOR:
        qualifies, rule = _author_qualifies(member, application), "T-4.1"
    else:
        qualifies, rule = _expert_qualifies(member, application.work, book), "T-4.2"
    breaches: tuple[Reason, ...] = ()
    if not qualifies:
        breaches = (_unqualified(member, rule, "m.4(1) says who may work as such"),)
    if not _meets_eighth_check(member):
        why = "everybody has a degree in a field of appointment or is a teacher appointed in it"
        breaches = (*breaches, _unqualified(member, "T-13.1g", why))
    return breaches


def _author_qualifies(author: StaffMember, application: FiledDraft) -> bool:
    """Degree, doctorate or earlier book in the field of the work (T-4.1).

    R-T.20: the ways of m.4(1)a and of m.13(1)g are equally good, so an appointed teacher is as
    welcome here as a doctor is there. Of a lesson taught in a foreign language one author may
    write as an expert of that language (T-11.2a).
    """
    fields = {application.work.field, application.taught_in}
    is_way = author.qualified_by is not Qualification.POSTGRADUATE
    return is_way and author.field in fields and _has_degree(author)


def _expert_qualifies(expert: StaffMember, work: Work, book: Rulebook) -> bool:
    """At least a bachelor's degree in a field of the role, the book's own for an editor (T-4.2)."""
    if expert.role is StaffRole.TRANSLATOR:
        return False  # an ordinary draft is written, not translated (T-11.2b)
    if expert.role is StaffRole.EDITOR:
        fields: tuple[str, ...] = (work.field,)
    else:
        fields = book.words(f"staff.fields.{expert.role.value}")
    return expert.field in fields and expert.degree is not Degree.NONE and _has_degree(expert)


def _meets_eighth_check(member: StaffMember) -> bool:
    """Degree in a field of appointment, or appointed teacher in it (T-13.1g, R-T.20)."""
    if member.qualified_by in BY_DIPLOMA:
        return member.degree is not Degree.NONE
    if member.qualified_by is Qualification.EARLIER_TEXTBOOK:
        return member.role is StaffRole.AUTHOR or member.degree is not Degree.NONE
    return True


def _has_degree(member: StaffMember) -> bool:
    ranks = list(Degree)
    return ranks.index(member.degree) >= ranks.index(LEAST_DEGREE[member.qualified_by])


def _unqualified(member: StaffMember, rule: str, why: str) -> Reason:
    return Reason(
        rule=rule,
        what=f"{member.id} is declared in {member.field} by "
        + WAY_CALLED[member.qualified_by]
        + ", degree: "
        + DEGREE_CALLED[member.degree],
        why=why,
        do="name another " + STAFF_CALLED[member.role] + ", or correct the declaration",
    )

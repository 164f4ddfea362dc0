"""Filing a tool (m.11(1)b, c, 34, 35(1), (4) to (6)): who applies, for what, with what."""

from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from workflows.education_tool.messages.application import (
    ExemptionClaim,
    Ground,
    Path,
    ToolApplication,
    ToolKind,
)
from workflows.education_tool.registers import decision_in
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor, Role

OF_SCHOOLS = (Path.MINORITY_SCHOOL, Path.FOREIGN_SCHOOL)
"""Books that schools make in their own language; they come through the unit (m.11(1)b, c)."""

FOR_ONE_USE = (Path.PURCHASE, Path.DONATION, Path.PROTOCOL)
"""Paths whose conformity decision holds for one transaction only (E-35.5)."""

KIND_CALLED = {
    ToolKind.TEXTBOOK: "a textbook",
    ToolKind.WORKBOOK: "a workbook",
    ToolKind.TEACHERS_GUIDE: "a teacher's guide",
    ToolKind.IN_PLACE_OF_TEXTBOOK: "a tool in place of a textbook",
}
"""What is no tool of m.35 is called in a refusal."""

RULE_OF = {Path.MINORITY_SCHOOL: "E-11.1b", Path.FOREIGN_SCHOOL: "E-11.1c"}


def breaches_of_filing(
    application: ToolApplication, by: Actor, known: Mapping[str, JsonValue], book: Rulebook
) -> tuple[Reason, ...]:
    """Return why an application cannot be received as filed (E-11.1, E-35.1a, E-35.4 to E-35.6)."""
    return (
        *_breaches_of_applicant(application, by),
        *_breaches_of_kind(application),
        *_breaches_of_papers(application),
        *_breaches_of_school_book(application, book),
        *_breaches_of_earlier_decision(application, known),
        *(_breaches_of_claim(application.exemption, application.tool.kind)),
    )


def breaches_of_unit(by: Actor, application: ToolApplication) -> tuple[Reason, ...]:
    """Return why somebody does not speak for the unit that applied (E-35.1a)."""
    own = application.applicant.institution
    if by.role != Role.APPLICANT or by.institution in {None, own}:
        return ()
    return (
        Reason(
            rule="E-35.1a",
            what=f"{by.id} acts for {by.institution}",
            why=f"the unit {own} has applied for this tool",
            do=f"have it sent by {own}",
        ),
    )


def _breaches_of_applicant(application: ToolApplication, by: Actor) -> Iterable[Reason]:
    if application.applicant.is_publisher:
        yield Reason(
            rule="E-35.1a",
            what="the owner or producer applies itself",
            why="the Ministry unit that will buy or receive a tool applies for it",
            do="offer the tool to that unit, and let the unit apply",
        )
    yield from breaches_of_unit(by, application)


def _breaches_of_kind(application: ToolApplication) -> Iterable[Reason]:
    kind = application.tool.kind
    if kind is ToolKind.IN_PLACE_OF_TEXTBOOK:
        yield Reason(
            rule="R-E.5",
            what="the tool is to be used in place of a textbook",
            why="such a tool is reviewed like a textbook, and the Board approves it (m.34)",
            do="file it as a textbook review, marked as in_place_of_textbook",
        )
    elif kind is not ToolKind.TOOL and application.path not in OF_SCHOOLS:
        yield Reason(
            rule="E-35.1a",
            what=f"{KIND_CALLED[kind]} is filed as a tool",
            why="tools are what is read or used beside textbooks; only books in the own language "
            "of minority and foreign schools are reviewed like them",
            do="file it as a textbook review",
        )


def _breaches_of_papers(application: ToolApplication) -> Iterable[Reason]:
    path = application.path
    if path in FOR_ONE_USE and application.transaction_no is None:
        yield _missing(
            "E-35.5",
            "the number of the purchase, donation or protocol",
            "the decision will hold for this one only",
        )
    if path in FOR_ONE_USE and application.owner is None:
        yield _missing("E-15.3", "the owner of the tool", "somebody else gives it, or is paid")
    if path is Path.REQUESTED and application.request_no is None:
        yield _missing(
            "E-35.1a",
            "the letter of the Minister's office",
            "it says which tools it wants reviewed",
        )
    if path is Path.PURCHASE and application.specification_no is None:
        yield _missing(
            "E-35.6", "the specification", "it states the qualities of a tool that is bought"
        )


def _missing(rule: str, what: str, why: str) -> Reason:
    return Reason(
        rule=rule, what=f"{what} is not stated", why=why, do=f"state {what} in the application"
    )


def _breaches_of_school_book(application: ToolApplication, book: Rulebook) -> Iterable[Reason]:
    rule, stated = RULE_OF.get(application.path), application.school_book
    if rule is None:
        if stated is not None:
            yield Reason(
                rule="E-11.1b",
                what="a school's own book is described, and the path is another one",
                why="it is reviewed like a tool because a minority or foreign school made it",
                do="choose the path of that school, or leave its book out",
            )
        return
    if stated is None:
        yield _missing(rule, "the school and its language", "the book is in the school's language")
        return
    copies = book.count("school_book.sworn_translations")
    if stated.sworn_translations < copies:
        yield Reason(
            rule=rule,
            what=f"{stated.sworn_translations} of {copies} sworn translations came along",
            why="the book comes with a copy translated by sworn translators",
            do=f"add {copies - stated.sworn_translations} of them",
        )
    if stated.translation_of is not None and application.path is Path.FOREIGN_SCHOOL:
        yield Reason(
            rule="E-11.1c",
            what="the book is the translation of a textbook in use",
            why="m.11(1)b provides for that where a minority school translated it, not here",
            do="file a book that the school made, or had made, in its own language",
        )


def _breaches_of_earlier_decision(
    application: ToolApplication, known: Mapping[str, JsonValue]
) -> Iterable[Reason]:
    earlier, own = decision_in(known), application.tool.tool_no
    if application.earlier_decision is None or earlier is None or earlier.tool_no == own:
        return
    yield Reason(
        rule="E-35.4",
        what=f"decision {application.earlier_decision} is about tool {earlier.tool_no}",
        why=f"tool {own} is compared with what was found suitable of itself",
        do="state the decision on this tool, or leave it out and have the tool reviewed anew",
    )


def _breaches_of_claim(claim: ExemptionClaim | None, kind: ToolKind) -> Iterable[Reason]:
    if claim is None:
        return
    if kind is not ToolKind.TOOL:
        yield Reason(
            rule="E-35.6",
            what=f"{KIND_CALLED[kind]} is to be used without a review",
            why="the list of m.35(6) is not for textbooks, workbooks and teacher's guides",
            do="leave the claim out: the book is reviewed",
        )
    if claim.ground is Ground.CERTIFIED_EQUIPMENT and claim.certificate_no is None:
        yield _missing(
            "E-35.6", "the certificate", "equipment is free of review because it is certified"
        )

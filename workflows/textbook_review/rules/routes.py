"""Who may file by which route (m.4(1)t, m.7(1), (3), (4)), and when a book names no author."""

from collections.abc import Iterable

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import ApplicantKind, Route
from workflows.textbook_review.messages.review import Application

ROUTE_CALLED = {
    Route.COMPETITION: "competition",
    Route.ORDER: "order",
    Route.PURCHASE: "purchase",
    Route.COMMISSIONED_WRITING: "commissioned writing",
}
"""What the Ministry's own routes are called in a refusal."""


def breaches_of_route(application: Application) -> tuple[Reason, ...]:
    """Return why this applicant cannot file by this route (T-4.3, T-7.1, T-7.1a, T-7.4)."""
    return (
        *_breaches_of_publisher(application),
        *_breaches_of_applicant(application),
        *_breaches_of_specification(application),
    )


def prints_commission(route: Route, kind: ApplicantKind, authors: int, book: Rulebook) -> bool:
    """Return whether a book prints "komisyon" in place of its authors' names (T-7.1ç, T-8.1ç7).

    Five authors are enough for commissioned writing, three for any other draft of a unit; a
    publisher's book always names them (R-T.19).
    """
    if kind is ApplicantKind.PUBLISHER:
        return False
    by = "commissioned_writing" if route is Route.COMMISSIONED_WRITING else "unit"
    return authors >= book.count(f"prints_commission.{by}")


def _breaches_of_publisher(application: Application) -> Iterable[Reason]:
    if not application.applicant.is_publisher:
        return
    for fact, is_stated in (
        ("is a legal person", application.legal_person),
        ("is registered with a professional chamber", application.registered_with_chamber),
    ):
        if is_stated is False:
            yield Reason(
                rule="T-4.3",
                what=f"the filing does not state that the publisher {fact}",
                why="a publisher is a legal person registered with a professional chamber",
                do="state it, or file again once it is so",
            )


def undeclared(application: Application) -> tuple[str, ...]:
    """Return what a publisher's form does not say, by name of its field (T-4.3, T-5.1).

    Silence is no declaration: the preliminary commission looks for it on paper (T-13.1b).
    """
    if not application.applicant.is_publisher:
        return ()
    declarations = ("declared_clean", "legal_person", "registered_with_chamber")
    return tuple(name for name in declarations if getattr(application, name) is None)


def _breaches_of_applicant(application: Application) -> tuple[Reason, ...]:
    by_publisher = application.applicant.is_publisher
    if application.route is Route.PRIVATE and not by_publisher:
        return (
            Reason(
                rule="T-7.1",
                what="a Ministry unit filed a privately prepared draft",
                why="private preparation is the route of publishers",
                do="name the route by which the unit obtained the draft",
            ),
        )
    if application.route is Route.COMPETITION and not by_publisher:
        return (
            Reason(
                rule="T-7.1a",
                what="a Ministry unit enters a competition",
                why="publishers that meet the conditions take part in a competition",
                do="name the route by which the unit obtained the draft",
            ),
        )
    if application.route is Route.COMMISSIONED_WRITING and by_publisher:
        return (
            Reason(
                rule="T-7.1",
                what="a publisher filed a draft of commissioned writing",
                why="such a draft is written by a commission of the Ministry and filed by its unit",
                do="let the unit file it, or name the publisher's own route",
            ),
        )
    return ()


def _breaches_of_specification(application: Application) -> tuple[Reason, ...]:
    named = application.specification_no
    if (application.route is Route.PRIVATE) is (named is None):
        return ()
    if named is None:
        return (
            Reason(
                rule="T-7.4",
                what=f"a draft by {ROUTE_CALLED[application.route]} names no specification",
                why="the Ministry's routes follow a specification that the Board approved and that "
                "was announced",
                do="state the number of the announced specification",
            ),
        )
    return (
        Reason(
            rule="T-7.4",
            what=f"a privately prepared draft names the specification {named}",
            why="only the four routes of the Ministry have a specification",
            do="name the route that the specification is about, or leave it out",
        ),
    )

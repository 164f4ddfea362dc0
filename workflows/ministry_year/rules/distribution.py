"""Buying and giving out: what is announced, what is left, what a unit submits (m.29, 30, 34(2))."""

from collections.abc import Collection, Mapping
from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.ministry_year.messages.distribution import (
    DistributionReport,
    GuideKind,
    GuideSubmission,
    LeftoverDistribution,
    LeftoverOpinion,
    LeftoverRequest,
    Purchases,
)


def breaches_of_purchases(
    bought: Purchases, *, published: bool, unannounced: Collection[str]
) -> tuple[Reason, ...]:
    """Return why books cannot be bought: not announced, or more than needed (B-29.1).

    Args:
        bought: What is bought.
        published: Whether the January list has appeared.
        unannounced: Books that are not on it, by the register.
    """
    if not published:
        return (
            Reason(
                rule="B-29.1",
                what="the list of the school year has not been published",
                why="only books announced in the Tebliğler Dergisi are bought",
                do="record the publication first, by publish_list",
            ),
        )
    wrong = []
    if unannounced:
        wrong.append(
            Reason(
                rule="B-29.1",
                what=f"not on the published list: {', '.join(sorted(unannounced))}",
                why="only books announced in the Tebliğler Dergisi are bought",
                do="leave them out; a book that missed the list is the Board's to consider",
            )
        )
    over = [each.book_no for each in bought.purchases if each.copies > each.needed]
    if over:
        wrong.append(
            Reason(
                rule="B-29.1",
                what=f"more copies than needed: {', '.join(over)}",
                why="numbers follow the need that schools have entered (m.29(2))",
                do="buy as many as are needed, or have the need corrected first",
            )
        )
    return tuple(wrong)


def breaches_of_leftover_request(
    asked: LeftoverRequest, *, before: Collection[str], on: date
) -> tuple[Reason, ...]:
    """Return why an opinion on leftovers cannot be asked for (B-29.3)."""
    wrong = []
    if asked.request_no in before:
        wrong.append(
            Reason(
                rule="B-29.3",
                what=f"{asked.request_no} has been asked already",
                why="each question has a number of its own",
                do="state the number of the new letter",
            )
        )
    if asked.printed_in >= on.year:
        wrong.append(
            Reason(
                rule="B-29.3",
                what=f"printed in {asked.printed_in}",
                why="leftovers are printings of earlier years",
                do=f"state a year before {on.year}",
            )
        )
    return tuple(wrong)


def breaches_of_opinion(given: LeftoverOpinion, *, pending: Collection[str]) -> tuple[Reason, ...]:
    """Return why an opinion cannot be given: not asked for, or without reasons (B-29.3)."""
    wrong = []
    if given.request_no not in pending:
        wrong.append(
            Reason(
                rule="B-29.3",
                what=f"{given.request_no} does not wait for an opinion",
                why=f"waiting: {', '.join(pending)}",
                do="name one of those that wait",
            )
        )
    if not given.distribute and given.reasons is None:
        wrong.append(
            Reason(
                rule="B-29.3",
                what="no reasons are stated",
                why="the department is told why the copies are not given out",
                do="state the reasons",
            )
        )
    return tuple(wrong)


def breaches_of_leftover_distribution(
    given: LeftoverDistribution, *, left: Mapping[str, int], refused: Collection[str]
) -> tuple[Reason, ...]:
    """Return why leftovers cannot be given out: held, refused, or too many (B-29.3).

    Args:
        given: What is given out.
        left: Copies still to be given out, by the request whose opinion allows it.
        refused: Requests whose opinion is against it.
    """
    request_no = given.request_no
    if request_no in refused:
        what = f"the opinion on {request_no} is against giving the copies out"
        do = "leave the copies where they are"
    elif request_no not in left:
        what, do = f"there is no opinion on {request_no}", "ask for one, and wait for it"
    elif given.copies > left[request_no]:
        what = f"{given.copies} copies to give out on {request_no}, and {left[request_no]} are left"
        do = "give out no more than the opinion was asked for"
    else:
        return ()
    why = "leftover printings are given out after the Presidency's opinion"
    return (Reason(rule="B-29.3", what=what, why=why, do=do),)


def breaches_of_report(
    report: DistributionReport, *, published_on: date, pending: Collection[str], on: date
) -> tuple[Reason, ...]:
    """Return why the year cannot be reported: dated wrongly, or an opinion is owed (B-30.2)."""
    wrong = []
    if not published_on <= report.dated_on <= on:
        wrong.append(
            Reason(
                rule="B-30.2",
                what=f"dated {report.dated_on}",
                why=f"the list appeared on {published_on}, and this was recorded on {on}",
                do=f"state a day from {published_on} to {on}",
            )
        )
    if pending:
        wrong.append(
            Reason(
                rule="B-29.3",
                what=f"an opinion is awaited on {', '.join(pending)}",
                why="leftovers are part of what is given out",
                do="have the Presidency give it first, by give_opinion",
            )
        )
    return tuple(wrong)


def breaches_of_guide(submitted: GuideSubmission) -> tuple[Reason, ...]:
    """Return why a guide cannot be submitted: of a lesson that has a textbook (B-34.2)."""
    needs = submitted.kind is GuideKind.GUIDE_BOOK
    if not needs or submitted.programme_decision_no is not None:
        return ()
    return (
        Reason(
            rule="B-34.2",
            what="no decision on the programme is named",
            why="guide books are for lessons whose programme is decided to have no textbook",
            do="state the number of that decision of the Board",
        ),
    )

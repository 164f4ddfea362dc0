"""V-3 in the review: who is told first decides nothing; where it would matter somebody sees it."""

import pytest
from pydantic import JsonValue

from tests.kit.reasons import rules_of
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import DELIVERED, Review, scored, served
from .ways import at_directorate, awaiting_service, in_correction, in_first_review


def waiting(review: Review) -> list[tuple[str, str]]:
    """What waits, and for what."""
    return [(p.command.name, p.waits_for.value) for p in review.file.pending]


def kinds(review: Review, name: str) -> list[str]:
    """How the journal calls what became of a command, in order."""
    return [e.kind for e in review.journal if e.name == name]


def selected() -> Review:
    review = at_directorate()
    review.selects("2026-03-23T09:00")
    return review


def ordered_first() -> Review:
    """The order of 10:30 is told first; the withdrawal of 10:00 comes at 10:31."""
    review = selected()
    review.orders("2026-03-23T10:30")
    review.send("withdraw", "applicant", "2026-03-23T10:00", now="2026-03-23T10:31")
    return review


def decides(review: Review, *, in_order: bool, by: str = Office.PRESIDENCY) -> None:
    body: dict[str, JsonValue] = {
        "conflict": "withdraw.2026-03-23T10:00",
        "in_order": in_order,
        "reasons": "Dilekçe daha önce alınmıştır.",
    }
    review.send("decide_order", by, "2026-03-24T09:00", body)


# -- (b) told after what counts from later ---------------------------------------------------------


@pytest.mark.rule("T-16.2a")
def test_a_withdrawal_told_after_a_later_order_is_shown_with_both_outcomes() -> None:
    """Before the order 43,875.00 go back, after it nothing: nobody chooses silently."""
    review = ordered_first()

    assert (review.stage, review.outcome) == (Stage.FIRST_REVIEW, None)
    assert waiting(review) == [("withdraw", "office")]
    assert kinds(review, "withdraw") == ["conflict"]
    [conflict] = review.file.pending
    assert conflict.outcomes is not None
    told, ordered = conflict.outcomes["as_told"], conflict.outcomes["in_order"]
    assert isinstance(told, dict)
    assert isinstance(ordered, dict)
    assert told["decision"] == {"outcome": "withdrawn", "rule": "T-16.2b", "on": "2026-03-23"}
    assert ordered["decision"] == {"outcome": "withdrawn", "rule": "T-16.2a", "on": "2026-03-23"}
    assert ordered["refused"] == ["assign_commission"]


def test_in_order_the_withdrawal_comes_first_and_the_order_falls() -> None:
    review = ordered_first()
    decides(review, in_order=True)

    assert review.outcome == ("withdrawn", "T-16.2a", "2026-03-23")
    assert [row.row["refund"] for row in review.registers if row.into == "refunds"] == ["43875.00"]
    assert any("assign_commission" in line for line in review.file.attention)
    assert review.file.pending == ()


def test_as_told_the_order_stands_and_the_withdrawal_is_judged_after_it() -> None:
    review = ordered_first()
    decides(review, in_order=False)

    assert review.outcome == ("withdrawn", "T-16.2b", "2026-03-23")
    assert kinds(review, "withdraw") == ["conflict", "command"]


def test_in_order_a_report_of_before_the_order_falls_itself_and_its_sender_is_told() -> None:
    """The report of 10:00 is told after the commission was ordered at 10:30."""
    review = selected()
    review.orders("2026-03-23T10:30")
    report = review.command(
        "record_review_report", Office.REVIEW_COMMISSION, "2026-03-23T10:00", scored("82.40")
    )
    review.judge(report, now="2026-03-23T10:31")
    assert waiting(review) == [("record_review_report", "office")]

    body: dict[str, JsonValue] = {
        "conflict": report.envelope.command_id,
        "in_order": True,
        "reasons": "Komisyon henüz görevlendirilmemişti.",
    }
    review.send("decide_order", Office.PRESIDENCY, "2026-03-24T09:00", body)
    review.until("2026-03-24T09:01")

    assert (review.stage, review.file.pending) == (Stage.FIRST_REVIEW, ())
    [_, last] = [e for e in review.journal if e.name == "record_review_report"]
    assert last.kind == "refused"
    assert isinstance(last.answer, dict)
    assert [reason["rule"] for reason in last.answer["reasons"]] == ["V-3"]  # type: ignore[index,call-overload,union-attr]


def test_only_the_presidency_decides_the_order_and_only_of_a_conflict() -> None:
    review = ordered_first()
    body: dict[str, JsonValue] = {"conflict": "withdraw.1", "in_order": True, "reasons": "Sıra."}

    by_another = review.refused("decide_order", Office.BOARD, "2026-03-24T09:00", body)
    assert rules_of(by_another) == ["V-3"]
    [no] = review.refused("decide_order", Office.PRESIDENCY, "2026-03-24T09:00", body)
    assert no.what == "no command withdraw.1 is in conflict"


def test_what_changes_nothing_for_anybody_is_admitted_though_it_was_told_late() -> None:
    """A member's overrun of 10:00 is told after the report of 11:00."""
    review = in_first_review()
    review.scores("2026-04-06T11:00", "82.40")
    overrun: dict[str, JsonValue] = {"member": "person-1", "hours_unpaid": "2"}
    late = review.send(
        "record_late_member",
        Office.REVIEW_DEPARTMENT,
        "2026-04-06T10:00",
        overrun,
        now="2026-04-06T11:30",
    )

    assert (late.kind, review.file.pending) == ("command", ())


# -- (a) between an end and its consequence --------------------------------------------------------


@pytest.mark.rule("T-17.15b")
@pytest.mark.parametrize("told", ["2026-06-02T09:00", "2026-06-02T12:00"])
def test_after_the_correction_has_ended_a_withdrawal_waits_for_what_follows(told: str) -> None:
    """Ended on Monday 1 June 17:30; told at once or after an outage, the draft is not suitable."""
    review = in_correction()
    withdrawal = review.command("withdraw", "applicant", "2026-06-02T09:00")
    if told.endswith("12:00"):
        review.until("2026-06-02T08:59")
        review.outage(told, withdrawal)
    else:
        review.judge(withdrawal)
        assert waiting(review) == [("withdraw", "consequence")]
        assert review.outcome is None
    review.until("2026-06-02T12:00")

    assert review.outcome == ("not-suitable", "T-17.15b", "2026-06-01")
    if told.endswith("09:00"):
        assert kinds(review, "withdraw") == ["held", "refused"]


@pytest.mark.rule("T-18.3")
@pytest.mark.parametrize("late_by", ["09:00", "13:00"])
def test_the_year_of_the_first_review_ends_whenever_the_report_of_monday_is_told(
    late_by: str,
) -> None:
    """No filing can meet it: it is extended at its end, Friday 12 March 24:00, without a gap."""
    review = in_first_review()
    report = review.command(
        "record_review_report", Office.REVIEW_COMMISSION, "2027-03-15T09:00", scored("82.40")
    )
    review.until("2027-03-12T10:00")
    review.outage(f"2027-03-15T{late_by}", report)

    assert len(review.term("T-18.3").extensions) == 1
    assert review.stage == Stage.EVALUATION


# -- (c) before the service of what it answers -----------------------------------------------------


@pytest.mark.rule("R-T.4")
def test_a_corrected_draft_that_comes_before_its_service_is_recorded_loses_nothing() -> None:
    """Served on 27 April; the delivery report reaches the ministry on 4 June, after the end."""
    review = awaiting_service()
    early = review.send("submit_corrected_draft", "applicant", "2026-05-20T10:00", DELIVERED)
    assert early.kind == "early"
    assert waiting(review) == [("submit_corrected_draft", "service")]
    assert review.stage == Stage.AWAITING_SERVICE

    review.send(
        "record_service",
        Office.REVIEW_DEPARTMENT,
        "2026-06-04T10:00",
        served("T-17.15a/1", "2026-04-27"),
    )
    assert review.due("T-17.15b") == "paused"
    assert review.stage == Stage.SECOND_PRELIMINARY
    [_, admitted] = [e for e in review.journal if e.name == "submit_corrected_draft"]
    assert (admitted.kind, admitted.counts_from.date().isoformat()) == ("command", "2026-05-20")


@pytest.mark.rule("R-T.4")
def test_whoever_has_not_answered_has_until_noon_after_the_service_was_recorded() -> None:
    """Paper of 1 June can still be registered on Friday 5 June, at noon the lapse is drawn."""
    review = awaiting_service()
    body = served("T-17.15a/1", "2026-04-27")
    review.send("record_service", Office.REVIEW_DEPARTMENT, "2026-06-04T10:00", body)
    assert review.due("T-17.15b") == "2026-06-01T17:30:00"
    review.until("2026-06-05T11:59:59")
    assert review.stage == Stage.CORRECTION
    paper = review.command(
        "submit_corrected_draft",
        "registry",
        "2026-06-01T15:00",
        DELIVERED,
        register_no="E-2026-88",
    )
    review.judge(paper, now="2026-06-05T11:59:59")

    assert review.stage == Stage.SECOND_PRELIMINARY


def test_what_would_not_be_admitted_after_the_service_is_refused_at_once() -> None:
    review = awaiting_service()

    [no] = review.refused("take_up", Office.PRELIMINARY_COMMISSION, "2026-05-20T10:00")
    assert "not open" in no.what


@pytest.mark.rule("R-T.4")
def test_paper_cannot_be_dated_before_what_it_answers() -> None:
    """The correction runs from the service of 27 April; a paper of 12 March answers nothing."""
    review = in_correction()

    [no] = review.refused(
        "submit_corrected_draft",
        "registry",
        "2026-03-12T10:00",
        DELIVERED,
        now="2026-05-11T10:00",
        register_no="E-2026-12",
    )
    assert (no.rule, no.what) == ("V-5", "received on 2026-03-12, before 2026-04-27")


# -- after a lapse has closed the case -----------------------------------------------------------


def lapsed() -> Review:
    """Served on 27 April: due on Mon 1 June, 17:30; drawn at noon of the next day."""
    review = in_correction()
    review.until("2026-06-02T12:00")
    assert review.outcome == ("not-suitable", "T-17.15b", "2026-06-01")
    return review


def entered_late(review: Review, received: str, now: str) -> None:
    review.send(
        "submit_corrected_draft", "registry", received, DELIVERED, register_no="E-1", now=now
    )


@pytest.mark.rule("T-17.15b")
def test_paper_that_was_in_time_is_heard_after_the_lapse_and_an_office_decides() -> None:
    review = lapsed()
    entered_late(review, "2026-06-01T16:00", "2026-06-03T10:00")

    assert waiting(review) == [("submit_corrected_draft", "office")]
    [conflict] = review.file.pending
    body: dict[str, JsonValue] = {
        "conflict": conflict.command_id,
        "in_order": True,
        "reasons": "süresinde",
    }
    review.send("decide_order", Office.PRESIDENCY, "2026-06-03T11:00", body)
    assert (review.outcome, review.stage) == (None, Stage.SECOND_PRELIMINARY)


@pytest.mark.rule("T-17.15b")
def test_an_office_may_let_the_lapse_stand() -> None:
    review = lapsed()
    entered_late(review, "2026-06-01T16:00", "2026-06-03T10:00")
    [conflict] = review.file.pending
    body: dict[str, JsonValue] = {
        "conflict": conflict.command_id,
        "in_order": False,
        "reasons": "süresinde",
    }
    review.send("decide_order", Office.PRESIDENCY, "2026-06-03T11:00", body)

    assert (review.outcome, waiting(review)) == (("not-suitable", "T-17.15b", "2026-06-01"), [])
    assert kinds(review, "submit_corrected_draft") == ["conflict", "refused"]


def test_what_came_after_the_end_finds_a_closed_case() -> None:
    review = lapsed()
    late = review.refused("withdraw", "applicant", "2026-06-02T13:00")

    assert [r.what for r in late] == ["the case is closed: not-suitable"]

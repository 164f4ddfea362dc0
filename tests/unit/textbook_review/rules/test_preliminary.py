"""Preliminary review (m.13)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import (
    BOOK,
    COEFFICIENT,
    FEE,
    FILED_ON,
    a_unit_application,
    a_work,
    an_application,
)
from workflows.kernel.case.refusal import Reason
from workflows.textbook_law.draft import Delivery, Document, Grade, WorkKind
from workflows.textbook_review.messages.review import (
    Application,
    CheckResult,
    CorrectedDraft,
    HandOver,
    PreliminaryCheck,
    PreliminaryReport,
)
from workflows.textbook_review.rules.preliminary import (
    RULE_OF,
    breaches_of_hand_over,
    breaches_of_preliminary_commission,
    breaches_of_preliminary_report,
)

PASSED = CheckResult(passed=True)
FAILED = CheckResult(passed=False, note="Eksik.")
ALL_PASS = dict.fromkeys(PreliminaryCheck, PASSED)
NO_FEE_CHECK = {check: PASSED for check in PreliminaryCheck if check != "fee_paid"}


def a_report(**changes: Any) -> PreliminaryReport:
    usual: dict[str, Any] = {"members": ("p1", "p2", "p3"), "checks": ALL_PASS}
    return PreliminaryReport.model_validate(usual | changes)


def breaches(
    report: PreliminaryReport,
    application: Application | None = None,
    corrected: CorrectedDraft | None = None,
) -> tuple[Reason, ...]:
    return breaches_of_preliminary_report(
        report,
        application or an_application(),
        BOOK,
        members=("p1", "p2", "p3"),
        coefficient=COEFFICIENT,
        filed_on=FILED_ON,
        corrected=corrected,
    )


@pytest.mark.rule("T-13.2b")
def test_a_report_in_which_all_nine_checks_pass_stands() -> None:
    assert breaches(a_report()) == ()
    assert not a_report().failed


@pytest.mark.rule("T-13.2a")
@pytest.mark.parametrize("check", list(PreliminaryCheck))
def test_one_failed_check_sends_the_draft_back(check: PreliminaryCheck) -> None:
    report = a_report(checks=ALL_PASS | {check: FAILED})

    assert report.failed
    assert report.failed_checks == (check,)
    assert breaches(report) == ()


@pytest.mark.parametrize(
    "check", [pytest.param(c, marks=pytest.mark.rule(rule)) for c, rule in RULE_OF.items()]
)
def test_every_check_must_be_recorded(check: PreliminaryCheck) -> None:
    others = {other: result for other, result in ALL_PASS.items() if other is not check}

    assert rules_of(breaches(a_report(checks=others))) == [RULE_OF[check]]


@pytest.mark.rule("T-13.0")
@pytest.mark.parametrize(
    ("members", "broken"),
    [
        pytest.param(("p1", "p2", "p3"), [], id="three persons"),
        pytest.param(("p1", "p2"), ["T-13.0"], id="two"),
        pytest.param(("p1", "p2", "p3", "p4"), ["T-13.0"], id="four"),
        pytest.param(("p1", "p2", "p2"), ["T-13.0"], id="two in three seats"),
        pytest.param(("p1", "p2", "p3", "p3"), ["T-13.0"], id="three in four seats"),
    ],
)
def test_the_commission_is_exactly_three_persons(
    members: tuple[str, ...], broken: list[str]
) -> None:
    assert rules_of(breaches_of_preliminary_commission(members, BOOK)) == broken


@pytest.mark.rule("T-13.0")
@pytest.mark.parametrize(
    ("members", "broken"),
    [
        pytest.param(("p3", "p1", "p2"), [], id="those who were set up, in whatever order"),
        pytest.param(("p1", "p2", "p4"), ["T-13.0"], id="another one"),
        pytest.param(("p1", "p2"), ["T-13.0"], id="one of them did not take part"),
    ],
)
def test_its_report_is_by_the_three_whom_the_presidency_set_up(
    members: tuple[str, ...], broken: list[str]
) -> None:
    assert rules_of(breaches(a_report(members=members))) == broken


@pytest.mark.rule("T-13.1a")
def test_the_fee_cannot_pass_while_it_is_short() -> None:
    short = an_application(fee=FEE.model_copy(update={"amount": Decimal("48749.99")}))

    assert rules_of(breaches(a_report(), short)) == ["T-13.1a"]
    assert breaches(a_report(checks=ALL_PASS | {PreliminaryCheck.FEE_PAID: FAILED}), short) == ()


@pytest.mark.rule("R-T.17")
def test_a_unit_report_leaves_the_fee_out_and_cannot_fail_on_it() -> None:
    unit = a_unit_application()

    assert breaches(a_report(checks=NO_FEE_CHECK), unit) == ()
    assert breaches(a_report(checks=ALL_PASS), unit) == ()
    failing = NO_FEE_CHECK | {PreliminaryCheck.FEE_PAID: FAILED}
    assert rules_of(breaches(a_report(checks=failing), unit)) == ["R-T.17"]


@pytest.mark.rule("T-12.1")
@pytest.mark.rule("T-13.1b")
def test_an_application_cannot_pass_as_in_order_while_papers_are_missing() -> None:
    bare = an_application(documents=(Document.PETITION, Document.FEE_RECEIPT))
    failing = ALL_PASS | {PreliminaryCheck.APPLICATION_IN_ORDER: FAILED}

    undeclared = an_application(declared_clean=False)

    assert rules_of(breaches(a_report(), bare)) == ["T-12.1"] * 3
    assert rules_of(breaches(a_report(), undeclared)) == ["T-5.1"]
    assert breaches(a_report(checks=failing), bare) == ()


@pytest.mark.rule("T-12.1")
@pytest.mark.rule("R-T.17")
def test_a_corrected_draft_needs_its_copies_but_no_new_papers_and_no_fee() -> None:
    unpaid = an_application(fee=None, documents=())
    whole = CorrectedDraft(delivered=Delivery(sets=3, electronic_copies=1))
    short = CorrectedDraft(delivered=Delivery(sets=2, electronic_copies=1))
    report = a_report(checks=NO_FEE_CHECK)

    assert breaches(report, unpaid, whole) == ()
    assert rules_of(breaches(report, unpaid, short)) == ["T-11.1a"]


@pytest.mark.rule("T-13.1ğ")
def test_a_set_of_one_part_cannot_pass_as_complete() -> None:
    lonely = an_application(work=a_work(kind=WorkKind.SET))
    failing = ALL_PASS | {PreliminaryCheck.SET_COMPLETE: FAILED}

    assert rules_of(breaches(a_report(), lonely)) == ["T-13.1ğ"]
    assert breaches(a_report(checks=failing), lonely) == ()


@pytest.mark.rule("T-13.1d", "T-8.1ç10")
@pytest.mark.parametrize(
    ("grade", "smallest", "broken"),
    [
        pytest.param(1, "19.9", ["T-13.1d"], id="grade 1: a tenth of a point short"),
        pytest.param(1, "20", [], id="grade 1: just 20 points"),
        pytest.param(7, "9.5", ["T-13.1d"], id="above grade 5: under 10 points"),
        pytest.param(7, "10.0", [], id="above grade 5: 10 points"),
        pytest.param(7, None, [], id="not measured: judged by eye"),
        pytest.param("non-formal", "6", [], id="non-formal: by level and age of the trainees"),
    ],
)
def test_the_type_size_cannot_pass_against_what_was_measured(
    grade: Grade, smallest: str | None, broken: list[str]
) -> None:
    application = an_application(work=a_work(grade=grade))
    again = CorrectedDraft(delivered=Delivery(sets=3, electronic_copies=1))
    passing = a_report(smallest_type=smallest)
    failing = a_report(
        smallest_type=smallest, checks=ALL_PASS | {PreliminaryCheck.TYPE_SIZE: FAILED}
    )

    assert rules_of(breaches(passing, application)) == broken
    assert rules_of(breaches(passing, application, again)) == broken
    assert breaches(failing, application) == ()


@pytest.mark.rule("T-13.1d", "T-8.1ç10")
def test_a_type_that_is_too_small_is_told_with_the_least_size() -> None:
    (breach,) = breaches(a_report(smallest_type="9.5"))

    assert "9.5 points" in breach.what
    assert breach.why == "running text for grade 7 has at least 10 points (T-8.1ç10)"


@pytest.mark.rule("T-13.0")
def test_all_breaches_are_named_at_once() -> None:
    short = an_application(fee=None, documents=tuple(Document)[1:])
    checks = {c: r for c, r in ALL_PASS.items() if c is not PreliminaryCheck.TYPE_SIZE}

    found = breaches(a_report(members=("p1",), checks=checks), short)

    assert rules_of(found) == ["T-13.0", "T-13.1d", "T-13.1a", "T-12.1"]


@pytest.mark.rule("T-13.2b")
@pytest.mark.rule("T-13.2c")
def test_a_publishers_draft_is_coded_and_a_units_draft_is_not() -> None:
    coded = HandOver(anonymity_code="K7-0312", sealed_envelope_no="Z-12")
    open_ = HandOver(sealed_envelope_no="Z-13")

    assert breaches_of_hand_over(coded, an_application()) == ()
    assert breaches_of_hand_over(open_, a_unit_application()) == ()
    assert rules_of(breaches_of_hand_over(open_, an_application())) == ["T-13.2b"]
    assert rules_of(breaches_of_hand_over(coded, a_unit_application())) == ["T-13.2b"]

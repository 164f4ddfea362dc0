"""Hours of work (m.14, m.17(22), m.18) and the fee of sets (m.15(1), m.17(10))."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import (
    BOOK,
    COEFFICIENT,
    FEE,
    FILED_ON,
    a_work,
    an_application,
    seats,
)
from workflows.textbook_law.draft import Grade, Part, PartKind, SubjectKind, Work, WorkKind
from workflows.textbook_law.fees import breaches_of_fee, charged_signatures, fee_of, review_fee
from workflows.textbook_review.messages.commission import CommissionProposal
from workflows.textbook_review.messages.review import CommissionOrder
from workflows.textbook_review.rules.commission import breaches_of_order
from workflows.textbook_review.rules.effort import (
    evaluation_hours,
    overrun,
    preliminary_hours,
    review_hours,
    visual_hours,
)

TEXTBOOK = Part(kind=PartKind.TEXTBOOK, pages=208)
WORKBOOK = Part(kind=PartKind.WORKBOOK, pages=96)
GUIDE = Part(kind=PartKind.TEACHERS_GUIDE, pages=104)
AUDIO = Part(kind=PartKind.AUDIO, pages=0)
SUPPLEMENT = Part(kind=PartKind.SUPPLEMENT, pages=40)


def a_set(*parts: Part) -> Work:
    return a_work(kind=WorkKind.SET, parts=parts)


@pytest.mark.rule("T-18.1")
@pytest.mark.parametrize(
    ("grade", "subject", "a_signature"),
    [
        pytest.param(1, SubjectKind.SOCIAL, 3, id="m.18/1-a1"),
        pytest.param(2, SubjectKind.SOCIAL, 3, id="m.18/1-a1 grade 2"),
        pytest.param(3, SubjectKind.SCIENCE, 3, id="m.18/1-a1 grade 3"),
        pytest.param(4, SubjectKind.SOCIAL, 5, id="m.18/1-a2"),
        pytest.param(5, SubjectKind.SCIENCE, 5, id="m.18/1-a2 grade 5"),
        pytest.param(6, SubjectKind.SOCIAL, 6, id="m.18/1-a3"),
        pytest.param(7, SubjectKind.SOCIAL, 6, id="m.18/1-a3 grade 7"),
        pytest.param(8, SubjectKind.SCIENCE, 6, id="m.18/1-a3 whatever the subject"),
        pytest.param(9, SubjectKind.SOCIAL, 6, id="m.18/1-b1 social"),
        pytest.param(9, SubjectKind.SCIENCE, 7, id="m.18/1-b2 science and mathematics"),
        pytest.param(12, SubjectKind.VOCATIONAL, 7, id="m.18/1-b2 vocational"),
        pytest.param(12, SubjectKind.FOREIGN_LANGUAGE, 7, id="m.18/1-b2 in a foreign language"),
        pytest.param("non-formal", SubjectKind.SOCIAL, 6, id="m.18/1-b1 non-formal"),
        pytest.param("non-formal", SubjectKind.SCIENCE, 7, id="m.18/1-b2 non-formal"),
    ],
)
def test_the_hours_of_a_review_follow_grade_and_subject(
    grade: Grade, subject: SubjectKind, a_signature: int
) -> None:
    work = a_work(grade=grade, subject_group=subject)

    assert review_hours(work, BOOK) == 13 * a_signature


@pytest.mark.rule("T-18.1")
@pytest.mark.parametrize(("grade", "hours"), [(7, 78), (9, 91)])
def test_a_book_for_a_foreign_language_is_written_in_it(grade: int, hours: int) -> None:
    assert review_hours(a_work(grade=grade, foreign_language=True), BOOK) == hours


@pytest.mark.rule("T-18.2")
@pytest.mark.parametrize("grade", [1, 8, 12])
def test_the_visual_review_takes_an_hour_a_signature(grade: int) -> None:
    assert visual_hours(a_work(grade=grade), BOOK) == 13


@pytest.mark.rule("R-T.21")
def test_so_does_that_of_a_non_formal_book() -> None:
    assert visual_hours(a_work(grade="non-formal"), BOOK) == 13
    assert BOOK.rules["effort.visual.non-formal"] == "R-T.21"


@pytest.mark.rule("T-14.1")
@pytest.mark.parametrize(
    ("work", "hours"),
    [
        pytest.param(a_work(), 1, id="m.14 a textbook"),
        pytest.param(a_set(TEXTBOOK, WORKBOOK, GUIDE), 3, id="m.14 with workbook and guide"),
        pytest.param(a_set(TEXTBOOK, AUDIO, SUPPLEMENT), 1, id="nothing for what goes with it"),
    ],
)
def test_the_preliminary_review_takes_an_hour_for_each_book(work: Work, hours: int) -> None:
    assert preliminary_hours(work, BOOK) == hours


@pytest.mark.rule("T-17.22")
def test_the_evaluation_takes_27_hours_for_one_work_and_45_for_a_set() -> None:
    assert evaluation_hours(a_work(), BOOK) == 27
    assert evaluation_hours(a_set(TEXTBOOK, WORKBOOK), BOOK) == 45


@pytest.mark.rule("R-T.21")
@pytest.mark.parametrize(
    ("ordered", "flag"),
    [
        pytest.param("77.5", None, id="within"),
        pytest.param("78", None, id="just the budget"),
        pytest.param("78.25", "78.25 hours, budget 78: 0.25 over", id="over"),
    ],
)
def test_an_order_beyond_its_budget_is_flagged_and_stands(ordered: str, flag: str | None) -> None:
    members = seats(3, 1, 1)
    order = CommissionOrder(
        members=members, chair=members[0].id, order_no="G-5", hours=Decimal(ordered), in_hours=True
    )

    assert overrun(order.hours, review_hours(a_work(), BOOK)) == flag
    assert breaches_of_order(order, CommissionProposal(members=members, chair=order.chair)) == ()


@pytest.mark.rule("S-E", "R-T.21")
def test_hours_never_start_a_term() -> None:
    budgets = {"T-14.1", "T-17.22", "T-18.1", "T-18.2"}
    laws = BOOK.terms.values()
    timers = {law.rule for law in laws} | {law.extension.rule for law in laws if law.extension}

    assert budgets <= set(BOOK.rules.values())
    assert not timers & budgets


@pytest.mark.rule("R-T.21")
@given(st.decimals("0.01", "10000", places=2), st.integers(0, 5_000))
def test_a_flag_goes_up_exactly_where_hours_exceed_the_budget(hours: Decimal, budget: int) -> None:
    assert (overrun(hours, budget) is not None) is (hours > budget)


@pytest.mark.rule("T-18.1")
@pytest.mark.rule("T-18.2")
@given(st.integers(0, 5_000), st.integers(1, 12), st.sampled_from(SubjectKind))
def test_a_review_takes_three_to_seven_times_its_visual_part(
    pages: int, grade: int, subject: SubjectKind
) -> None:
    parts = (Part(kind=PartKind.TEXTBOOK, pages=pages),)
    work = a_work(grade=grade, subject_group=subject, parts=parts)
    visual = visual_hours(work, BOOK)

    assert 3 * visual <= review_hours(work, BOOK) <= 7 * visual


# -- the fee of a set ----------------------------------------------------------------------------


@pytest.mark.rule("T-15.1b")
@pytest.mark.parametrize(
    ("work", "charged"),
    [
        pytest.param(a_work(), 13, id="a textbook of 208 pages"),
        pytest.param(a_set(TEXTBOOK, WORKBOOK), 19, id="304 pages together"),
        pytest.param(a_set(TEXTBOOK, GUIDE, AUDIO), 20, id="R-T.9 a rest of 8 over the sum"),
    ],
)
def test_the_pages_of_a_set_are_summed_before_they_are_divided(work: Work, charged: int) -> None:
    assert charged_signatures(work, BOOK) == charged
    assert fee_of(work, COEFFICIENT, BOOK) == review_fee(work.pages, COEFFICIENT, BOOK)


@pytest.mark.rule("T-15.1b", "R-T.9")
@pytest.mark.parametrize(
    ("pages", "charged"),
    [
        pytest.param((103, 103), 12, id="seven pages over are free in each book"),
        pytest.param((20, 20), 2, id="two rests of four make no signature together"),
        pytest.param((24, 24), 4, id="eight pages over count in each"),
        pytest.param((7, 208), 13, id="a book below eight pages costs nothing"),
    ],
)
def test_each_book_of_a_set_has_its_own_rest(pages: tuple[int, int], charged: int) -> None:
    book, guide = pages
    work = a_set(
        Part(kind=PartKind.TEXTBOOK, pages=book), Part(kind=PartKind.TEACHERS_GUIDE, pages=guide)
    )

    assert charged_signatures(work, BOOK) == charged


@pytest.mark.rule("T-17.10b")
@pytest.mark.parametrize(
    ("work", "charged"),
    [
        pytest.param(a_set(TEXTBOOK, WORKBOOK, SUPPLEMENT), 21, id="m.17/10 two more"),
        pytest.param(
            a_set(TEXTBOOK, WORKBOOK, SUPPLEMENT, SUPPLEMENT), 21, id="two for all of it together"
        ),
        pytest.param(
            a_set(
                Part(kind=PartKind.TEXTBOOK, pages=103),
                Part(kind=PartKind.WORKBOOK, pages=103),
                SUPPLEMENT,
            ),
            14,
            id="beside books of which each has its own rest",
        ),
        pytest.param(a_set(TEXTBOOK, SUPPLEMENT), 16, id="without a workbook: by its pages"),
        pytest.param(a_set(WORKBOOK, SUPPLEMENT), 8, id="a workbook by itself, and two"),
    ],
)
def test_material_of_a_workbook_is_charged_as_two_signatures(work: Work, charged: int) -> None:
    assert charged_signatures(work, BOOK) == charged


@pytest.mark.rule("T-17.10b")
def test_a_fee_that_leaves_the_material_out_is_short() -> None:
    work = a_set(TEXTBOOK, WORKBOOK, SUPPLEMENT)
    owed = fee_of(work, COEFFICIENT, BOOK)
    without = owed - 2 * 3000 * COEFFICIENT

    def broken(amount: Decimal) -> list[str]:
        fee = FEE.model_copy(update={"amount": amount})
        application = an_application(work=work, fee=fee)
        return rules_of(breaches_of_fee(application, COEFFICIENT, FILED_ON, BOOK))

    assert owed == Decimal("78750.00")
    assert broken(owed) == []
    assert broken(without) == ["T-13.1a"]


@pytest.mark.rule("T-17.10b")
@given(st.integers(0, 2_000), st.integers(0, 2_000))
def test_the_pages_of_such_material_change_nothing(inner: int, more: int) -> None:
    book = (Part(kind=PartKind.TEXTBOOK, pages=inner), WORKBOOK)
    one, other = (
        a_set(*book, Part(kind=PartKind.SUPPLEMENT, pages=pages)) for pages in (inner, more)
    )

    assert charged_signatures(one, BOOK) == charged_signatures(other, BOOK)
    assert charged_signatures(one, BOOK) == charged_signatures(a_set(*book), BOOK) + 2


def test_a_rulebook_from_before_this_figure_charges_by_pages() -> None:
    figures = {k: v for k, v in BOOK.figures.items() if k != "fee.supplement_signatures"}
    earlier = BOOK.model_copy(update={"figures": figures})
    work = a_set(TEXTBOOK, WORKBOOK, SUPPLEMENT)

    assert charged_signatures(work, earlier) == 22

"""What thousands of cases keep at hand is kept once, or not at all."""

from datetime import date, datetime
from typing import Any

from tests.unit.textbook_review.drafts import an_application
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.law.derivation import DerivationStep
from workflows.kernel.roles import Actor, Role
from workflows.kernel.story.waiting import Expectation
from workflows.kernel.values import Frozen
from workflows.textbook_review.messages.review import TakeUp

AT = datetime(2031, 3, 10, 10, tzinfo=ISTANBUL)
BY = Actor(role=Role.APPLICANT, id="a-1")


class Pair(Frozen):
    """Two numbers."""

    one: int = 1
    two: int = 2


def test_which_fields_were_named_is_kept_of_no_value() -> None:
    values = (Pair(), Pair(one=1), Pair.model_validate({"two": 2}), Pair(one=1).model_copy())
    assert {id(value.model_fields_set) for value in values} == {id(Pair().model_fields_set)}
    assert len(set(values)) == 1


def test_a_copy_is_the_value_with_what_has_changed_and_leaves_the_first_as_it_is() -> None:
    pair = Pair(one=3)
    assert pair.model_copy(update={"two": 4}) == Pair(one=3, two=4)
    assert pair == Pair(one=3)


def test_a_copy_of_a_document_knows_when_and_by_whom_it_was_filed_and_may_be_filed_anew() -> None:
    document = an_application()
    document.filed(AT, BY)
    copy = document.model_copy()
    copy.filed(AT.replace(year=2032), BY)
    assert (document.counts_from, copy.counts_from.year) == (AT, 2032)


def test_a_step_of_an_explanation_has_no_dictionary_of_its_own() -> None:
    step = DerivationStep(kind="start", text="Başlangıç", day=date(2031, 3, 10))
    assert not hasattr(step, "__dict__")


def test_documents_that_may_bring_anything_share_that() -> None:
    said: Any = {"stage": "", "awaits": "a", "roles": ("a",), "rule": "T-14.2"}
    one, other = (Expectation(kind=TakeUp, nth=n, **said) for n in (1, 2))
    assert one.given is other.given

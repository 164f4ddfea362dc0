"""Whatever is sent, what a case says to it and writes down of it stays small and can be kept."""

import json

import pytest
from pydantic import JsonValue

from tests.kit.permits import Office, a_permit
from workflows.kernel.case.refusal import Reason, Refusal, capped
from workflows.kernel.roles import Role
from workflows.kernel.temporal.commands import refused

FAR_BELOW_THE_LIMIT = 100_000
"""Bytes; Temporal carries two million."""


def a_reason(n: int) -> Reason:
    return Reason(rule="L-1", what=f"fault {n}", why="a rule", do="mend it")


# -- refusals ------------------------------------------------------------------------------------


def test_a_refusal_tells_twenty_reasons_and_counts_the_others() -> None:
    refusal = Refusal(reasons=tuple(a_reason(n) for n in range(500)))

    assert refusal.reasons[:20] == tuple(a_reason(n) for n in range(20))
    assert [reason.what for reason in refusal.reasons[20:]] == ["… and 480 more"]
    assert Refusal.model_validate_json(refusal.model_dump_json()) == refusal


@pytest.mark.parametrize("count", [1, 20, 21])
def test_a_refusal_that_is_short_enough_tells_everything(count: int) -> None:
    reasons = tuple(a_reason(n) for n in range(count))

    assert capped(reasons) == reasons


def test_a_text_of_a_reason_is_cut() -> None:
    reason = Reason(rule="L-1", what="ş" * 5000, why="w" * 1000, do="d")

    assert reason.what == "ş" * 999 + "…"
    assert reason.why == "w" * 1000


def test_twenty_thousand_unknown_fields_are_refused_in_few_words() -> None:
    body: dict[str, JsonValue] = {f"k{n}": 0 for n in range(20_000)}
    reasons = a_permit().refused("take_to_desk", Role.APPLICANT, "2031-03-11T10:00", body)

    assert len(reasons) == 17
    assert reasons[0].what == "applicant may not take to desk"
    assert reasons[-1].what == "… and 19985 more"
    assert len(json.dumps(refused(Refusal(reasons=reasons)).details)) < FAR_BELOW_THE_LIMIT


def test_a_field_named_by_a_long_key_is_refused_in_few_words() -> None:
    reasons = a_permit().refused(
        "decree_closure",
        Office.MINISTRY,
        "2031-03-11T10:00",
        {"days": {"x" * 1_000_000: "snow"}, "decree_no": "1"},
    )

    assert len(json.dumps(refused(Refusal(reasons=reasons)).details)) < FAR_BELOW_THE_LIMIT

"""What notices are taken to say that were issued before their letter had a field.

Letters once had figures of law in their words; now they are fields. A notice issued earlier and not
sent yet lacks them, and must not be held up: it is sent with the figures of its day. Only notices
of released versions need this: a new field of an existing letter adds its line here.
"""

from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

Facts = Mapping[str, JsonValue]

_OBJECTION: Final[Facts] = {
    "objection_days": 15,
    "objection_unit": "calendar-days",
    "may_object": True,
    "fee_due": True,
}
_REPORTS: Final[Facts] = {
    "score": None,
    "review_report_no": None,
    "evaluation_report_no": None,
    "objection_report_no": None,
}
_ORDER: Final[Facts] = {"decision_no": None, "decided_on": None}
_FEES: Final[Facts] = {"objection_paid": None, "objection_refund": None}
_DRAFT: Final[Facts] = {"sets": 3, "electronic_copies": 1}
_EXAM: Final[Facts] = {"programme": None}
_IN_DAYS: Final[Facts] = {"unit": "calendar-days"}
_IN_WORKING_DAYS: Final[Facts] = {"unit": "working-days"}

BY_LETTER: Final[Mapping[str, Facts]] = {
    "programme_opened": {"late": False},
    "assignment": {"hours_outside": "0.00"},
    "rejected": {"reject_below": "75", **_REPORTS, **_OBJECTION},
    "returned": {"report_no": None, "fee_kept": False, "objection_until": None},
    "not_suitable": {"board_from": "90", **_REPORTS, **_OBJECTION},
    "correction": {"times": 2, **_REPORTS, **_ORDER, **_OBJECTION, **_DRAFT, **_IN_DAYS},
    "conditional": {**_REPORTS, **_ORDER, **_DRAFT, **_IN_DAYS},
    "new_errors": {"report_no": None, **_REPORTS, **_DRAFT, **_IN_WORKING_DAYS},
    "accepted": _REPORTS,
    "objection_received": {"fee_open": False},
    "objection_decided": {"ruling": "correction", "runs_on": False},
    "withdrawn": _FEES,
    "returned_early": _FEES,
    "lapsed": _IN_DAYS,
    "follow_up_due": {"members": 2, "members_while_away": 1},
    "doubt_referred": {"question": None},
    "sent_back_by_chain": {"reasons": None},
    "exam_requested": {"last_day": None, "any_day": True, **_EXAM, "who": []},
    "exam_scheduled": {**_EXAM, "who": []},
    "exam_judged": {**_EXAM, "reason": None},
    "exam_cancelled": {"last_day": None, "replan_until": None, **_EXAM, "reason": None},
    "exam_time_over": {**_EXAM, "who": []},
    "candidates_off": {**_EXAM, "who": [], "reason": None},
    "book_in_use": {"update_from": None, "update_until": None},
}
"""Template to what its earlier notices lack."""

BY_RULE: Final[Mapping[tuple[str, str], Facts]] = {
    ("lapsed", "T-17.18c"): _IN_WORKING_DAYS,
    ("report_overdue", "A-11.3a"): {"months": 1},
    ("report_overdue", "A-11.3b"): {"months": 3},
    ("report_overdue", "A-11.3c"): {"months": 6},
}
"""The same where it depends on the rule."""


def said_earlier(template: str, rule: str) -> Facts:
    """Return what an earlier notice is taken to say; what it says itself goes before."""
    return {**BY_LETTER.get(template, {}), **BY_RULE.get((template, rule), {})}

"""Whoever is reminded of a last day may still do what is asked, and the day is the right one (S-N).

From every state of the search time is let pass; each reminder on the way is read as its addressee
has it: nothing here asks the story what it waits for.
"""

from datetime import datetime
from typing import Any, Final

import pytest

from starter.client.processes import PROCESSES
from tests.kit.plays import Play
from tests.kit.searching import Search, forked, reminders
from tests.unit.searches import found
from workflows.kernel.case.records import Notice
from workflows.kernel.judgement import order
from workflows.kernel.judgement.entry import Admitted

REMEDIES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "textbook-review": {
        "T-17.15b": ("submit_corrected_draft",),
        "T-17.13": ("submit_corrected_draft",),
        "T-17.25": ("submit_corrected_draft",),
        "T-17.18b": ("submit_conditional_corrections",),
        "T-17.18c": ("submit_guided_corrections",),
    },
    "textbook-in-use": {
        "B-25.1": ("request_extension",),
        "B-26.1": ("request_extension",),
        "B-27.1a": ("submit_reflection",),
        "B-28.1a": ("deliver_copies",),
        "B-28.3": ("submit_corrected_book",),
        "B-30.3": ("report_sales",),
        "B-33.1a": ("apply_for_price",),
        "B-33.1b": ("apply_for_price",),
    },
    "ministry-year": {},  # offices have duties in it, and nobody else a right
    "education-tool-review": {"R-E.4": ("submit_mended_tool",)},
    "course": {
        "C-8.1": (
            *("request_exam", "set_trainee_status"),
            *("approve_end_of_course", "issue_certificates", "decide_approval"),
        ),
        "C-8.11": ("approve_end_of_course", "issue_certificates", "decide_approval"),
        "C-8.5": ("request_exam", "schedule_exam", "record_exam_results"),
    },
    "agreement": {"A-8.10": ("request_extension",)},
    "partnership": {
        **{f"P-{row}": ("report_activity",) for row in range(2, 15)},
        "P-1": ("publish_joint_work",),
        "P-3": ("name_coordinators",),
        "P-15": ("file_evaluation_report",),
    },
}
"""By process: rule of a term that runs for somebody, and what they may send until its end.

Of objections (T-22.1) the review's own test tells: what is owed for one depends on its findings.
"""

TELLS_ONLY: Final = {("A-8.10", "completing")}
"""Where a reminder names what is admitted later only, and says so: a longer term is asked for once
the agreement is registered (R-A.10)."""


PENDING: Final = {"request_extension"}
"""Remedies that an office answers: they are sent once, and wait for it."""


def test_every_process_says_what_may_be_done_until_its_last_days() -> None:
    assert REMEDIES.keys() == PROCESSES.keys()


def may_be_sent(search: Search, play: Play, notice: Notice) -> bool:
    """Whether a remedy of a reminder is admitted when it is sent, or lies before an office."""
    role = notice.addressee.partition("/")[0]
    remedies = REMEDIES[play.process.name][notice.rule]
    if any(fact.name in remedies and fact.name in PENDING for fact in play.file.facts):
        return True
    for expectation in play.reading.awaited:
        if expectation.command in remedies and role in expectation.roles:
            sent = search.documents(play, expectation, most=90)
            if any(isinstance(order.admit(play.reading, s, play.now), Admitted) for s in sent):
                return True
    return False


@pytest.mark.rule("S-N")
@pytest.mark.parametrize("process", [name for name, rights in REMEDIES.items() if rights])
def test_what_a_reminder_asks_for_is_admitted_and_its_day_is_the_last(process: str) -> None:
    search, broken, judged = found(process), dict[tuple[str, str, str], Any](), set[str]()
    for state in search.looked_at:
        node = search.nodes[state]
        for play, notice in reminders(forked(node.play)):
            place = (notice.rule, notice.addressee, play.stage)
            if notice.rule not in REMEDIES[process] or place in broken:
                continue
            if (notice.rule, play.stage) in TELLS_ONLY:
                continue
            judged.add(notice.rule)
            term = next(t for t in play.file.open_terms if t.rule == notice.rule)
            told = datetime.fromisoformat(str(notice.facts["due_at"]))
            if told != term.due_at or not may_be_sent(search, play, notice):
                broken[place] = (*node.way, play.now.isoformat())
    assert broken == {}
    assert judged

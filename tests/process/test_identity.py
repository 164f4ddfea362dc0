"""From coding on nobody can tell from a case who applied or wrote it (T-13.2b, T-13.3).

Invariant 11. Those who review it, or arrange that, know it by its code alone.
"""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import WorkflowHistory

from activities.database import transaction
from activities.post.notices import notices_of, put_applicant, put_office
from starter.embedded.temporal import DYNAMIC_CONFIG
from starter.rehearsal.engine import Engine, Scene, running_engine
from starter.runtime.serving import publish_editions
from tests.process.live import CHECKS, CORRECTED, Live, a_review
from tests.unit.textbook_law.test_staff import EVERYBODY
from tests.unit.textbook_review.drafts import FEE, an_application
from workflows.textbook_review.offices import Office

APPLICANT = an_application().applicant
IDENTITY: dict[str, str] = {
    "key": APPLICANT.key,
    "institution": APPLICANT.institution,
    "name": "Kestane Yayıncılık",
    "e-mail": "editor@kestane.example.org",
    "receipt": FEE.receipt_no,
    **{member.role.value: member.id for member in EVERYBODY},
}
FILED = {"key", "institution", "receipt", *(member.role.value for member in EVERYBODY)}
"""What of it the filing itself states."""
CODE, FILE_NO = "K7-0312", "2031-0042"
REVIEWERS = {
    Office.REVIEW_COMMISSION,
    Office.EVALUATION_COMMISSION,
    Office.REVIEW_DEPARTMENT,
    Office.DIRECTORATE,
}
"""Who knows a coded draft by its code alone."""
HAND_OVER = "hand_over_to_directorate"


@pytest.fixture(scope="module")
async def turning() -> AsyncIterator[Engine]:
    """A server on which a case continues as new after nearly every command."""
    restless = {**DYNAMIC_CONFIG, "limit.historyCount.suggestContinueAsNew": "8"}
    async with running_engine(dynamic_config=restless) as engine:
        yield engine


def known_in(value: Any) -> set[str]:
    """What a value says about who the applicant is."""
    text = json.dumps(value, ensure_ascii=False, default=str).casefold()
    return {part for part, said in IDENTITY.items() if said.casefold() in text}


def decoded(value: Any) -> Any:
    """A part of a history with its payloads as people read them."""
    if isinstance(value, dict):
        if value.keys() <= {"metadata", "data"} and "data" in value:
            return base64.b64decode(value["data"]).decode(errors="replace")
        return {key: decoded(each) for key, each in value.items()}
    return [decoded(each) for each in value] if isinstance(value, list) else value


def events_of(runs: list[WorkflowHistory]) -> list[dict[str, Any]]:
    """Every event of every run, decoded, in order."""
    return [decoded(event) for run in runs for event in run.to_json_dict()["events"]]


def hand_over_in(events: list[dict[str, Any]]) -> int:
    """Where the update that hands the draft over was accepted."""
    accepted = "workflowExecutionUpdateAcceptedEventAttributes"
    return next(
        n for n, event in enumerate(events) if accepted in event and HAND_OVER in str(event)
    )


async def seed_dossier(scene: Scene) -> None:
    async with transaction(scene.pool) as conn:
        await put_applicant(conn, IDENTITY["key"], name=IDENTITY["name"], email=IDENTITY["e-mail"])
        for role in REVIEWERS:
            await put_office(conn, role, name=role, email=f"{role}@example.org")


async def to_second_review(case: Live) -> None:
    """Through a correction; the applicant acts under the code that its draft has."""
    await case.to_correction()
    await case.update(
        "record_programme_change",
        "board",
        rewriting=False,
        decision_no="K-9",
        decided_on="2031-04-24",
    )
    await case.at("2031-05-12T11:20")
    sent = case.envelope("applicant", CORRECTED)
    await case.send("submit_corrected_draft", {**sent, "actor": _coded("applicant")})
    await case.update("take_up", "preliminary-commission")
    await case.update(
        "record_preliminary_report",
        "preliminary-commission",
        members=["pre-1", "pre-2", "pre-3"],
        checks={check: {"passed": True} for check in CHECKS if check != "fee_paid"},
    )
    await case.rest()


def _coded(role: str) -> dict[str, str]:
    return {"role": role, "id": CODE}


async def nothing_tells_who_applied(case: Live) -> None:
    """The search itself is sound: what came before the hand-over does tell."""
    events = events_of(await case.runs())
    coded = hand_over_in(events)
    assert known_in(events[:coded]) == FILED
    assert {n: found for n, e in enumerate(events[coded:], coded) if (found := known_in(e))} == {}

    metadata = await case.handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    assert "Açık süreler" in metadata.current_details or "Açık süre yok" in metadata.current_details
    assert known_in(metadata.current_details) == set()
    described = await case.handle.describe()
    shown = {pair.key.name: pair.value for pair in described.typed_search_attributes}
    assert shown["Stage"] == "second-review"
    assert known_in(shown) == set()
    assert known_in([await case.view(), await case.handle.query("why")]) == set()

    handed = next(e for e in await case.journal() if e.name == HAND_OVER)
    later = [e.model_dump(mode="json") for e in await case.journal() if e.n >= handed.n]
    assert known_in(later) == set()
    async with case.scene.pool.acquire() as conn:
        notices = await notices_of(conn, case.case_id)
    told = [notice for notice in notices if notice.addressee in REVIEWERS]
    assert {notice.rule for notice in told} >= {"T-17.3", "T-27.1b", "R-T.4"}
    assert known_in([notice.model_dump(mode="json") for notice in told]) == set()

    # reminders too: served two weeks after its evaluation, the draft had the department reminded
    assert {notice.kind for notice in told} == {"notification", "reminder"}
    assert {notice.facts["file_no"] for notice in told} == {CODE}
    assert FILE_NO not in str([(notice.occasion, notice.facts) for notice in told])
    others = {notice.facts["file_no"] for notice in notices if notice not in told}
    assert others == {FILE_NO}


@pytest.mark.rule("T-13.2b", "T-13.3")
async def test_after_the_hand_over_nothing_of_a_case_tells_who_applied(scene: Scene) -> None:
    await seed_dossier(scene)
    async with a_review(scene, staff=EVERYBODY) as case:
        await to_second_review(case)
        await nothing_tells_who_applied(case)


@pytest.mark.rule("T-13.2b", "T-13.3")
async def test_what_a_case_carries_into_its_next_run_does_not_tell_either(
    turning: Engine,
) -> None:
    async with turning.scene() as scene:
        await publish_editions(scene.pool)
        await seed_dossier(scene)
        async with a_review(scene, staff=EVERYBODY) as case:
            await to_second_review(case)
            assert len(await case.runs()) > 5
            await nothing_tells_who_applied(case)

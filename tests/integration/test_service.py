"""One service, two ways to it: what a program gets does not depend on the way it takes."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

import pytest

from activities.journal.relay import relay_once
from starter.client.answers import AlreadyOpen, NotFound, Received, Refused
from starter.client.direct import DirectVade
from starter.client.models import CommandSent, FilingSent, Filters
from starter.client.service import CaseService
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from tests.integration.api_kit import Doors
from tests.integration.door import COMMISSION, FILED_AT, REGISTRY, a_filing, a_number
from workflows.kernel.roles import Actor
from workflows.textbook_review.process import REVIEW as PROCESS

REVIEW = "textbook-review"

Way: TypeAlias = Callable[[Vade, Actor], CaseService]
"""How somebody reaches cases over a client."""


@pytest.fixture(params=["direct", "http"])
def way(request: pytest.FixtureRequest, scene: Scene) -> Way:
    def directly(vade: Vade, actor: Actor) -> CaseService:
        return DirectVade(vade, scene.pool, actor)

    def over_http(vade: Vade, actor: Actor) -> CaseService:
        return Doors(scene.pool, vade).client(actor)

    return directly if request.param == "direct" else over_http


@pytest.fixture
def registry(way: Way, vade: Vade) -> CaseService:
    return way(vade, REGISTRY)


@pytest.fixture
def commission(way: Way, vade: Vade) -> CaseService:
    return way(vade, COMMISSION)


def a_paper(**changes: object) -> FilingSent:
    filing = a_filing(a_number()).model_dump(exclude={"actor"})
    return FilingSent.model_validate(filing | changes)


class TestTheService:
    """What holds over either way."""

    async def test_a_case_is_opened_once_under_its_key(self, registry: CaseService) -> None:
        filing = a_paper()
        first = await registry.open(REVIEW, filing, "mektup-1")
        assert (first.file_no, first.state, first.again) == (filing.file_no, "open", False)
        assert first.received_at == FILED_AT
        again = await registry.open(REVIEW, filing, "mektup-1")
        assert again == first.model_copy(update={"again": True})
        other = filing.model_copy(update={"register_no": "E-2"})
        with pytest.raises(Refused) as no:
            await registry.open(REVIEW, other, "mektup-1")
        assert no.value.refused_by == "V-6"
        with pytest.raises(AlreadyOpen) as used:
            await registry.open(REVIEW, filing, "mektup-2")
        assert used.value.case_id == first.case_id

    async def test_a_filing_is_refused_with_its_rules(self, registry: CaseService) -> None:
        at_night = a_paper(received_at=FILED_AT - timedelta(hours=7))
        with pytest.raises(Refused) as no:
            await registry.open(REVIEW, at_night, "gece-1")
        assert no.value.refused_by == "T-11.1a"
        assert (no.value.reasons[0].what, no.value.reasons[0].do) != ("", "")
        with pytest.raises(Refused) as unread:
            await registry.open(REVIEW, a_paper(body={}), "bozuk-1")
        assert {reason.rule for reason in unread.value.reasons} == {"V-4"}

    async def test_a_command_is_answered_once_and_has_a_receipt(
        self, registry: CaseService, commission: CaseService
    ) -> None:
        case_id = (await registry.open(REVIEW, a_paper(), "mektup-3")).case_id
        tried = await commission.preview(case_id, "take_up", CommandSent())
        assert (tried.reasons, tried.counted) == ((), False)
        answer = await commission.send(case_id, "take_up", CommandSent(), "c-1")
        assert (answer.command_id, answer.stage, answer.entry) == ("c-1", "preliminary-review", 2)
        assert await commission.send(case_id, "take_up", CommandSent(), "c-1") == answer
        told = await commission.receipt(case_id, "c-1")
        assert (told.command, told.state, told.answer) == ("take_up", "admitted", answer)
        with pytest.raises(Refused) as no:
            await commission.send(case_id, "take_up", CommandSent(), "c-2")
        assert no.value.refused_by == "T-14.2"
        refused = await commission.receipt(case_id, "c-2")
        assert (refused.state, refused.reasons) == ("refused", no.value.reasons)
        with pytest.raises(Refused) as unknown:
            await commission.send(case_id, "take_up", CommandSent(body={"x": 1}), "c-3")
        assert unknown.value.refused_by == "V-4"
        with pytest.raises(NotFound):
            await commission.receipt(case_id, "c-3")

    async def test_what_came_too_late_to_its_place_is_held(
        self, registry: CaseService, commission: CaseService
    ) -> None:
        """T-16.1: a withdrawal on paper, from before the draft was taken up."""
        case_id = (await registry.open(REVIEW, a_paper(), "mektup-6")).case_id
        await commission.send(case_id, "take_up", CommandSent(), "c-1")
        paper = CommandSent(received_at=FILED_AT + timedelta(hours=1), register_no="E-9")
        answer = await registry.send(case_id, "withdraw", paper, "c-2")
        assert answer.held is not None
        assert answer.held.waits_for == "office"
        assert (await registry.receipt(case_id, "c-2")).state == "held"

    async def test_what_cannot_be_told_is_received(
        self, way: Way, registry: CaseService, deaf: Vade, vade: Vade, scene: Scene
    ) -> None:
        case_id = (await registry.open(REVIEW, a_paper(), "mektup-4")).case_id
        with pytest.raises(Received) as later:
            await way(deaf, COMMISSION).send(case_id, "take_up", CommandSent(), "c-1")
        assert (later.value.case_id, later.value.command_id) == (case_id, "c-1")
        told = await registry.receipt(case_id, "c-1")
        assert (told.state, told.received_at) == ("received", later.value.received_at)
        shown = await way(deaf, COMMISSION).case(case_id)
        assert (shown.stage, shown.view) == ("submitted", None)
        await scene.pool.execute("update receipt_turns set next_try_at = clock_timestamp()")
        assert await relay_once(scene.pool, vade.deliver) == 1
        assert (await registry.receipt(case_id, "c-1")).state == "admitted"

    async def test_a_case_is_read_with_terms_reasons_and_time_line(
        self, registry: CaseService
    ) -> None:
        case_id = (await registry.open(REVIEW, a_paper(), "mektup-5")).case_id
        shown = await registry.case(case_id)
        assert (shown.process, shown.stage, shown.received_at) == (REVIEW, "submitted", FILED_AT)
        assert shown.view is not None
        terms = await registry.terms(case_id)
        assert {term.key for term in terms} == {term.key for term in shown.view.terms} != set()
        explained = {term.key: term for term in await registry.why(case_id)}
        assert explained == {term.key: term for term in shown.view.terms}
        assert await registry.why(case_id, "T-14.2") == (explained["T-14.2"],)
        with pytest.raises(NotFound):
            await registry.why(case_id, "T-99")
        [opened] = (await registry.timeline(case_id, "en")).entries
        assert (opened.kind, opened.title, opened.counts_from) == (
            "opened", "Application", FILED_AT,
        )  # fmt: skip
        assert opened.actor == REGISTRY.id

    async def test_lists_come_in_pages(self, registry: CaseService) -> None:
        opened = {(await registry.open(REVIEW, a_paper(), f"m-{n}")).case_id for n in range(3)}
        asked = Filters(process=REVIEW, limit=2)
        first = await registry.cases(asked)
        rest = await registry.cases(asked.model_copy(update={"after": first.after}))
        assert (len(first.cases), first.fitting, rest.after) == (2, 3, None)
        assert {row.case_id for row in (*first.cases, *rest.cases)} == opened
        with pytest.raises(Refused):
            await registry.cases(Filters(after="nonsense"))

    async def test_a_case_that_was_never_opened_is_not_found(self, registry: CaseService) -> None:
        case_id = f"{REVIEW}-{a_number()}"
        for ask in (
            registry.case(case_id),
            registry.terms(case_id),
            registry.why(case_id),
            registry.timeline(case_id),
            registry.receipt(case_id, "c-1"),
            registry.preview(case_id, "take_up", CommandSent()),
            registry.send(case_id, "take_up", CommandSent(), "c-1"),
        ):
            with pytest.raises(NotFound):
                await ask


async def test_a_case_that_is_not_open_yet_is_known_to_who_started_it(
    way: Way, vade: Vade, scene: Scene
) -> None:
    """Its number alone does not make it theirs: another filing may name the same one."""
    number, other = a_number(), REGISTRY.model_copy(update={"id": "evrak-2"})
    started = await vade.start(PROCESS, a_filing(number), start_delay=timedelta(days=30))
    with pytest.raises(AlreadyOpen):
        await vade.start(PROCESS, a_filing(number, actor=other))
    soon_weary = Vade(scene.client, scene.pool, patience=timedelta(seconds=2))
    shown = await way(soon_weary, REGISTRY).case(started.case_id)
    assert (shown.stage, shown.file_no) == ("opening", number)
    with pytest.raises(NotFound):
        await way(soon_weary, other).case(started.case_id)

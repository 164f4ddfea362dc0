"""The contract on the real server: every command has its two doors, and says what it promises."""

import pytest
from temporalio.api.sdk.v1 import WorkflowMetadata

from starter.client import contract
from starter.rehearsal.engine import Scene
from tests.kit.contracts import BUNDLES, errors
from tests.process.live import Refused, a_review
from workflows.kernel.case.standing_commands import STANDING
from workflows.kernel.temporal.case import OPENED, TURN
from workflows.textbook_review.process import REVIEW

COMMANDS = [*(spec.name for spec in REVIEW.commands), *(kind.command for kind in STANDING)]


async def test_every_command_is_an_update_with_a_validator_and_a_signal(scene: Scene) -> None:
    """A refusal that leaves no event is the validator's: a handler would have been written down."""
    async with a_review(scene) as case:
        before = len((await case.history()).events)
        for command in COMMANDS:
            with pytest.raises(Refused) as no:
                await case.send(command, {})
            assert errors("refused.json", no.value.reasons) == []
        assert len((await case.history()).events) == before

        metadata = await case.handle.query(
            "__temporal_workflow_metadata", result_type=WorkflowMetadata
        )
        signals = {each.name for each in metadata.definition.signal_definitions}
        updates = {each.name for each in metadata.definition.update_definitions}
        queries = {each.name for each in metadata.definition.query_definitions}
    assert updates == {*COMMANDS, OPENED}  # the other one only waits until the case is open
    assert signals == {*COMMANDS, TURN}  # the other one only wakes a case up, to change its build
    assert queries >= set(BUNDLES[contract.STANDING_BUNDLE]["queries"])


async def test_view_why_and_answer_are_what_their_schemas_say(scene: Scene) -> None:
    async with a_review(scene) as case:
        answer = await case.update("take_up", "preliminary-commission")
        view = await case.view()
        terms = await case.handle.query("why")
        one = await case.handle.query("why", "T-14.2")
    assert errors("answer.json", answer) == []
    assert errors("view.json", view) == []
    assert errors("why.json", terms) == []
    assert [term["key"] for term in one] == ["T-14.2"]
    assert one == [term for term in terms if term["rule"] == "T-14.2"]

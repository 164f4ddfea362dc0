"""The front door and the relay tell one case in the order of receipt (design, “Order”)."""

import asyncio

import pytest
from typing_extensions import override

from activities.database import transaction
from activities.journal.receipts import Reply
from activities.journal.relay import relay_once
from activities.journal.turns import Turn, give_back, take_turn
from starter.client.answers import OutOfReach, Received, Refused
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from tests.integration.door import SHORT, a_case, a_return, journal, receipt, take_up
from workflows.kernel.case.message import Envelope

TAKE_UP, REPORT = "take_up", "record_preliminary_report"


class Stumbling(Vade):
    """A door that cannot deliver certain commands of others."""

    failing = frozenset({"c-1"})

    @override
    async def deliver(self, case_id: str, command: str, envelope: Envelope) -> Reply:
        if envelope.command_id in self.failing:
            raise OutOfReach("planted")
        return await super().deliver(case_id, command, envelope)


async def untold_take_up(vade: Vade, deaf: Vade) -> str:
    """A case for which a command was received, of which it has not heard."""
    case_id = await a_case(vade)
    with pytest.raises(Received):
        await deaf.send(case_id, TAKE_UP, take_up())
    return case_id


async def somebody_elses_turn(scene: Scene, case_id: str) -> Turn:
    async with transaction(scene.pool) as conn:
        await conn.execute("insert into receipt_turns (case_id) values ($1)", case_id)
        turn = await take_turn(conn, case_id)
    assert turn is not None
    return turn


async def told_in_order(vade: Vade, scene: Scene, case_id: str) -> list[str | None]:
    return [entry.command_id for entry in (await journal(vade, scene, case_id))[1:]]


async def test_the_door_tells_what_came_before_first(vade: Vade, deaf: Vade, scene: Scene) -> None:
    """R1b: however long the relay would still pause, nothing overtakes, and the pause ends."""
    case_id = await untold_take_up(vade, deaf)
    async with scene.pool.acquire() as conn:
        await conn.execute(
            "update receipt_turns set attempts = 9,"
            " next_try_at = clock_timestamp() + interval '1 hour'"
        )

    with pytest.raises(Refused):  # the case has been taken up by then
        await vade.send(case_id, TAKE_UP, take_up("c-9"))

    assert await told_in_order(vade, scene, case_id) == ["c-1"]
    told = await receipt(scene, case_id)
    assert told is not None
    assert told["answer"]["entry"] == 2
    turn = "select attempts, holder, next_try_at < clock_timestamp() from receipt_turns"
    assert tuple(await scene.pool.fetchrow(turn) or ()) == (0, None, True)


async def test_what_cannot_be_told_holds_back_what_came_after_it(
    vade: Vade, deaf: Vade, scene: Scene
) -> None:
    case_id = await untold_take_up(vade, deaf)

    with pytest.raises(Received):
        await Stumbling(scene.client, scene.pool).send(case_id, REPORT, a_return())
    held_back = await receipt(scene, case_id, "c-2")
    assert held_back is not None
    assert not held_back["told"]
    assert await scene.pool.fetchval("select attempts from receipt_turns") == 2

    await scene.pool.execute("update receipt_turns set next_try_at = clock_timestamp()")
    assert await relay_once(scene.pool, vade.deliver) == 1
    told = [await receipt(scene, case_id, command_id) for command_id in ("c-1", "c-2")]
    assert [row["told"] for row in told if row] == [True, True]


async def test_a_command_waits_for_its_turn_and_gets_the_answer_that_others_fetched(
    vade: Vade, scene: Scene
) -> None:
    case_id = await a_case(vade)
    turn = await somebody_elses_turn(scene, case_id)
    sending = asyncio.create_task(vade.send(case_id, TAKE_UP, take_up()))
    async with asyncio.timeout(10):
        while await receipt(scene, case_id) is None:
            pass
    assert not sending.done()

    await give_back(scene.pool, turn, failed=False)
    await relay_once(scene.pool, vade.deliver)

    assert (await sending).entry == 2


async def test_out_of_patience_a_command_is_received_and_told_later(
    vade: Vade, scene: Scene
) -> None:
    case_id = await a_case(vade)
    turn = await somebody_elses_turn(scene, case_id)

    with pytest.raises(Received):
        await Vade(scene.client, scene.pool, patience=SHORT / 10).send(case_id, TAKE_UP, take_up())

    await give_back(scene.pool, turn, failed=False)
    assert await relay_once(scene.pool, vade.deliver) == 1
    assert (await vade.send(case_id, TAKE_UP, take_up())).entry == 2


async def test_many_doors_at_once_are_all_answered_in_the_order_of_receipt(
    vade: Vade, scene: Scene
) -> None:
    """One is admitted, the others are refused; nobody hears “received”, nothing is untold."""
    case_id = await a_case(vade)
    doors = [Vade(scene.client, scene.pool) for _ in range(8)]

    heard = await asyncio.gather(
        *(door.send(case_id, TAKE_UP, take_up(f"c-{n}")) for n, door in enumerate(doors)),
        return_exceptions=True,
    )

    refused = [one for one in heard if isinstance(one, Refused)]
    assert len(refused) == 7
    first = await scene.pool.fetchval(
        "select command_id from receipts order by received_at, committed_at, command_id limit 1"
    )
    assert await told_in_order(vade, scene, case_id) == [first]
    assert await scene.pool.fetchval("select count(*) from receipts where told_at is null") == 0


async def test_the_same_command_from_two_doors_at_once_counts_once(
    vade: Vade, scene: Scene
) -> None:
    case_id = await a_case(vade)
    doors = [Vade(scene.client, scene.pool) for _ in range(4)]

    answers = await asyncio.gather(*(door.send(case_id, TAKE_UP, take_up()) for door in doors))

    assert {answer.entry for answer in answers} == {2}

"""One command to many cases: taken in and noted together, told side by side.

What a case was sent before is told first, as at the front door: where something older waits, or
somebody else has the turn, the command goes the ordinary way.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from activities.database import OUTAGE, Pool, transaction
from activities.journal import receipts as register
from activities.journal.many import (
    commit_receipts,
    record_entrusted,
    take_turns,
)
from activities.journal.receipts import CommittedReceipt, Reply
from activities.journal.turns import DELIVERY, Turn, give_back
from starter.client.answers import Fault, NotFound, OutOfReach, Refused
from starter.client.fitting import dated_lawfully, understood
from starter.client.front_door import received, said_as_answers
from starter.client.recording import have_look
from starter.client.replies import answer_in
from starter.client.size import measured
from starter.client.vade import Vade
from workflows.kernel.case.message import Answer, Envelope
from workflows.kernel.case.records import Batch, Offer, Recorded

NOTED_EACH: Final = 0.2  # seconds; nobody waits longer for a case's turn than it takes to tell it


@dataclass(frozen=True)
class Outcome:
    """What became of a command at one case."""

    answer: Answer | None = None
    fault: Fault | None = None
    again: bool = False
    """It had been answered before; the case was not told anything now."""


@dataclass(frozen=True)
class Heard:
    """What a case replied, and what it leaves to us to record."""

    reply: Reply
    entrusted: Batch | None = None


async def send_to_many(
    vade: Vade, pool: Pool, command: str, letters: Mapping[str, Envelope]
) -> dict[str, Outcome]:
    """Take a command in for some cases at once, and tell them side by side.

    Args:
        vade: The client. All cases are told at once: so many as it is to reach at a time.
        pool: Its database.
        command: Name of the command.
        letters: What each case hears. Sent again under its ``command_id``, it counts once.

    Raises:
        Refused: The ID of a letter stands for another one: nothing was taken in.
        OutOfReach: The database does not answer; nothing was taken in.
    """
    wrong = {each: fault for each in letters if (fault := _wrong(each, command, letters[each]))}
    fit = {each: letter for each, letter in letters.items() if each not in wrong}
    receipts, turns = await _taken_in(pool, command, await _dated(vade, fit))
    known = {each: r for each, r in receipts.items() if r.answer is not None}
    waiting = [each for each in receipts if each not in known and each not in turns]
    told, others = await asyncio.gather(
        _told(vade, pool, receipts, turns),
        asyncio.gather(*(_sent(vade, each, command, letters[each]) for each in waiting)),
    )
    return {
        **{each: Outcome(fault=fault) for each, fault in wrong.items()},
        **{each: Outcome(Answer.model_validate(r.answer), again=True) for each, r in known.items()},
        **dict(zip(waiting, others, strict=True)),
        **told,
    }


def _wrong(case_id: str, command: str, envelope: Envelope) -> Fault | None:
    """Return what the front door would not take in."""
    try:
        understood(case_id, command)
        dated_lawfully(envelope)
        measured(envelope)
    except Fault as fault:
        return fault
    return None


async def _dated(vade: Vade, letters: Mapping[str, Envelope]) -> Mapping[str, Envelope]:
    """Date what is sent to cases whose time has been moved forward."""
    if vade.clock is None:
        return letters
    times = await asyncio.gather(*(vade.clock(case_id) for case_id in letters))
    return {
        case_id: letter if at is None else letter.model_copy(update={"received_at": at})
        for (case_id, letter), at in zip(letters.items(), times, strict=True)
    }


async def _taken_in(
    pool: Pool, command: str, letters: Mapping[str, Envelope]
) -> tuple[dict[str, CommittedReceipt], dict[str, Turn]]:
    with said_as_answers():
        async with transaction(pool) as conn:
            receipts = await commit_receipts(conn, command, letters)
            return receipts, await take_turns(conn, receipts.values())


async def _told(
    vade: Vade,
    pool: Pool,
    receipts: Mapping[str, CommittedReceipt],
    turns: Mapping[str, Turn],
) -> dict[str, Outcome]:
    """Tell the cases whose turns were taken, and note what they reply as it comes."""
    pending = {
        asyncio.create_task(_heard(vade, receipts[each], turn.recorded_to)): each
        for each, turn in turns.items()
    }
    found: dict[str, Outcome] = {}
    try:
        while pending:
            done, _ = await asyncio.wait(pending, timeout=NOTED_EACH)
            heard = {pending.pop(task): task.result() for task in done}
            noted = await _noted(vade, pool, receipts, turns, heard)
            found |= {each: _outcome(receipts[each], noted.get(each)) for each in heard}
    finally:
        # interrupted: the relay tells the others when their leases have run out
        for task in pending:
            task.cancel()
    return found


async def _heard(vade: Vade, receipt: CommittedReceipt, recorded_to: int) -> Heard | None:
    """Tell one case; none while it cannot be told, and the relay does it later."""
    case_id, command, envelope = receipt.case_id, receipt.command, receipt.envelope
    try:
        async with asyncio.timeout(DELIVERY.total_seconds()):
            try:
                said = await vade.told(case_id, command, Offer.with_(envelope, recorded_to))
            except NotFound:
                return Heard(await vade.deliver(case_id, command, envelope))
    except Refused as no:
        return Heard(Reply(admitted=False, said=no.refusal.model_dump(mode="json")))
    except (OutOfReach, TimeoutError):
        return None
    reply = Reply(admitted=True, said=said.answer.model_dump(mode="json"))
    return Heard(reply, said.entrusted)


async def _noted(
    vade: Vade,
    pool: Pool,
    receipts: Mapping[str, CommittedReceipt],
    turns: Mapping[str, Turn],
    heard: Mapping[str, Heard | None],
) -> dict[str, Reply]:
    """Record what cases have left to us, and note what they have replied; return what stands."""
    told = {each: one for each, one in heard.items() if one is not None}
    left = {each: one.entrusted for each, one in told.items() if one.entrusted is not None}
    try:
        stand = await _recorded(vade, pool, left)
        stands = {e: o.reply for e, o in told.items() if e not in left or e in stand}
        # what is recorded is noted with that, and the turn given back
        unnoted = [
            register.Heard(each, receipts[each].command_id, reply, turns[each].holder)
            for each, reply in stands.items()
            if each not in left or not stand[each].is_known_to(left[each])
        ]
        if unnoted:
            async with pool.acquire() as conn:
                await register.note_replies(conn, unnoted)
    except (*OUTAGE, TimeoutError):
        # the relay hears the answers once more when the leases have run out, and records then
        return {each: one.reply for each, one in told.items() if each not in left}
    for each in (each for each in heard if each not in stands):
        await give_back(pool, turns[each], failed=True)
    return stands


async def _recorded(vade: Vade, pool: Pool, left: Mapping[str, Batch]) -> dict[str, Recorded]:
    """Record what cases have left to us together; return what came of those that stand."""
    if not left:
        return {}
    async with transaction(pool) as conn:
        stand = await record_entrusted(conn, list(left.values()))
    new_to = (
        vade.client.get_workflow_handle(case_id)
        for case_id, batch in left.items()
        if case_id not in stand or not stand[case_id].is_known_to(batch)
    )
    await asyncio.gather(*(have_look(case) for case in new_to))
    return stand


def _outcome(receipt: CommittedReceipt, reply: Reply | None) -> Outcome:
    if reply is None:
        return Outcome(fault=received(receipt))
    try:
        return Outcome(answer_in(reply))
    except Refused as no:
        return Outcome(fault=no)


async def _sent(vade: Vade, case_id: str, command: str, envelope: Envelope) -> Outcome:
    """Send the ordinary way what cannot be told at once."""
    try:
        return Outcome(await vade.send(case_id, command, envelope))
    except Fault as fault:
        return Outcome(fault=fault)

"""How a contender plays the acts: one case after the other, or many at once.

Standard library only. A contender's driver is a program of its own; it reads one order a line and
answers each with one line::

    {"play": 3, "at_once": false}  ->  {"elapsed": …, "walls": […], "openings": […], …}
    {"hold": 200}                  ->  {"held": 200}        left open, for the memory they take
"""

import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from tests.bench.script import QUEUED, REFILED, Act, acts

READY: Final = {"ready": True}


class Contender(Protocol):
    """Plays one act at a time."""

    @property
    def day(self) -> str:
        """On which it plays the next case."""

    async def open(self, number: int) -> str:
        """Open a case and return its ID once commands may be sent."""

    async def send(self, case_id: str, act: Act) -> None:
        """Send a command and wait for its answer."""

    async def ended(self, case_id: str) -> None:
        """Wait until a case has ended and all of it is written."""


class Queue:
    """Whose turn it is in the acts in which drafts follow each other."""

    def __init__(self, places: int) -> None:
        """Let the first one begin."""
        self._gates = {n: [asyncio.Event() for _ in range(places + 1)] for n in QUEUED}
        self._refiling = asyncio.Lock()
        for gates in self._gates.values():
            gates[0].set()

    async def come(self, n: int, place: int) -> None:
        """Wait for one's turn."""
        if n in QUEUED:
            await self._gates[n][place].wait()
        if n == REFILED[0]:
            await self._gates[1][-1].wait()  # whoever filed before is taken up before
            await self._refiling.acquire()

    def left(self, n: int, place: int) -> None:
        """Let the next one come."""
        if n in QUEUED:
            self._gates[n][place + 1].set()
        if n == REFILED[-1]:
            self._refiling.release()


@dataclass
class Played:
    """What a round took, in seconds."""

    walls: list[float] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)
    commands: list[tuple[str, float]] = field(default_factory=list)


async def play(who: Contender, first: int, cases: int, *, at_once: bool) -> dict[str, Any]:
    """Play so many cases, numbered from ``first`` on."""
    into, begun = Played(), time.perf_counter()
    if at_once:
        queue = Queue(cases)
        await asyncio.gather(*(_one(who, first + n, n, queue, into) for n in range(cases)))
    else:
        for n in range(cases):
            await _one(who, first + n, 0, Queue(1), into)
    return {"elapsed": time.perf_counter() - begun, **vars(into)}


async def _one(who: Contender, number: int, place: int, queue: Queue, into: Played) -> None:
    begun = time.perf_counter()
    case_id = await who.open(number)
    into.openings.append(time.perf_counter() - begun)
    for act in acts(number, who.day):
        await queue.come(act.n, place)
        sent = time.perf_counter()
        await who.send(case_id, act)
        into.commands.append((act.command, time.perf_counter() - sent))
        queue.left(act.n, place)
    await who.ended(case_id)
    into.walls.append(time.perf_counter() - begun)


async def serve_orders(who: Contender) -> None:
    """Play whatever standard input orders, until it ends."""
    number = int(time.time()) % 100_000 * 10
    say(READY)
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        if cases := order.get("hold"):
            for n in range(cases):
                await who.open(number + n)
            say({"held": cases})
        else:
            cases = order["play"]
            say(await play(who, number, cases, at_once=order["at_once"]))
        number += cases
    leave()


def say(what: dict[str, Any]) -> None:
    """Answer with one line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def leave() -> None:
    """End at once: neither Temporal's core nor a pool's threads are worth waiting for."""
    sys.stdout.flush()
    os._exit(0)

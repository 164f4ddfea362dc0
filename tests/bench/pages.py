"""How fast the pages answer with ten thousand open cases on a real stack.

    make bench-pages      p50 and p95 of each page in milliseconds, and the processor time of all
                          processes for one look; 1 where the p95 of a page is over 200 ms

The samples of all processes are opened by the door. The rest are copies of them, written straight
into the tables as the projection and the mailer leave them (`fill.sql`). Then the stack is started
anew, so that the first look at a case is one at a case that no process has in its memory.

``CASES`` and ``LOOKS`` set how many cases there are, and how often each page is looked at. Where
the machine has other work, the times are of that too; the processor time hardly is.
"""

import asyncio
import json
import os
import re
import secrets
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from statistics import quantiles
from typing import Final, Literal

import asyncpg
import httpx
import psutil

from activities.database import connect
from activities.feeds import FeedAsked, make_feed
from starter.api.access.development import issued, own_key
from starter.embedded.ports import DEFAULTS
from starter.embedded.samples import open_samples
from starter.embedded.stack import Stack
from starter.runtime.settings import Connection
from tests.bench.home import own_home, run
from workflows.kernel.roles import Actor

CASES: Final = int(os.environ.get("CASES", "10000"))
LOOKS: Final = int(os.environ.get("LOOKS", "40"))

MAY_TAKE: Final = 200.0
"""Milliseconds of the p95 of a page."""

SETTLED: Final = 5.0
"""Seconds for the last batches of the outbox."""

FILL: Final = Path(__file__).with_name("fill.sql")

OPERATOR: Final = Actor(role="operator", id="op")
BOARD: Final = Actor(role="board", id="b")
DIRECTORATE: Final = Actor(role="general-directorate", id="gm")

PAGES: Final[Mapping[str, tuple[Actor, str]]] = {
    "work list": (BOARD, "/"),
    "work list, this week": (BOARD, "/?view=week"),
    "work list, overdue": (BOARD, "/?view=overdue"),
    "work list, attention": (BOARD, "/?view=attention"),
    "work list, everything": (OPERATOR, "/?view=all"),
    "work list, closed too": (OPERATOR, "/?view=closed"),
    "work list of an institution": (OPERATOR, "/?view=all&institution=ORNEK-KURS"),
    "overview": (OPERATOR, "/overview"),
    "registers": (DIRECTORATE, "/registers"),
    "register of members": (DIRECTORATE, "/registers/members"),
    "register of reports": (DIRECTORATE, "/registers/reports"),
    "register of people, one": (DIRECTORATE, "/registers/people?key=k-77"),
    "register of people, a form": (DIRECTORATE, "/registers/people/register_person"),
    "calendars": (OPERATOR, "/calendars"),
    "what may be filed": (OPERATOR, "/open"),
    "a filing's form": (Actor(role="applicant", id="yayin"), "/open/textbook-review"),
}
"""Pages with an address of their own, and who looks at them."""

FEEDS: Final[Mapping[str, tuple[Literal["office", "institution", "case"], str]]] = {
    "feed of an office": ("office", "board"),
    "feed of an institution": ("institution", "ORNEK-KURS"),
    "feed of a case": ("case", "textbook-review-ornek-1"),
}

LINKS: Final = {
    "form of an act": re.compile(r'href="(/cases/[^"]+/acts/[a-z_]+)"'),
    "letter": re.compile(r'href="(/cases/[^"]+/letters/[^"]+\.pdf)"'),
    "reminder in words": re.compile(r'href="(/cases/[^"]+/letters\?[^"]+)"'),
}
"""What the page of a case leads to."""


@dataclass
class Taken:
    """How long the looks at one page took."""

    name: str
    seconds: list[float] = field(default_factory=list)
    worked: float = 0.0
    """Seconds of processor time of all processes of the stack, over all looks."""

    def part(self, of_twenty: int) -> float:
        """Return within how many milliseconds so many of twenty looks were answered."""
        return quantiles([*self.seconds, *self.seconds], n=20)[of_twenty - 1] * 1000

    def said(self) -> str:
        """Say it in a line."""
        return (
            f"{self.name:30} {len(self.seconds):4} looks   p50 {self.part(10):6.1f} ms   "
            f"p95 {self.part(19):6.1f} ms   work {self.worked / len(self.seconds) * 1000:6.1f} ms"
        )


@dataclass
class Bench:
    """A stack with its cases, and those who look at its pages."""

    home: Path
    connection: Connection
    http: httpx.AsyncClient
    taken: list[Taken] = field(default_factory=list)
    people: int = 0

    async def look(
        self, name: str, looks: Iterable[tuple[Actor, str]], *, warm: int = 1
    ) -> dict[str, str]:
        """Measure a page; the first looks are repeated beforehand, so many as warm it up.

        Returns:
            The pages by their addresses.
        """
        wanted, found, said = list(looks), Taken(name), {}
        for n, (who, path) in enumerate([*wanted[:warm], *wanted]):
            before, began = self._work(), time.perf_counter()
            page = await self.seen(who, path)
            took = time.perf_counter() - began
            if page.status_code != 200:
                log = (self.home / "logs" / "api.log").read_text("utf-8")[-2000:]
                raise AssertionError(f"{path} as {who.role}: {page.status_code}\n{log}")
            said[path] = page.text
            if n >= warm:
                found.seconds.append(took)
                after = self._work()
                found.worked += sum(used - before.get(pid, 0.0) for pid, used in after.items())
        if found.seconds:
            self.taken.append(found)
            sys.stdout.write(found.said() + "\n")
            sys.stdout.flush()
        return said

    async def seen(self, who: Actor, path: str) -> httpx.Response:
        """Look at a page; as somebody else each time, so that nobody is asked to slow down."""
        self.people += 1
        somebody = who.model_copy(update={"id": f"{who.id}-{self.people}"})
        token = issued(own_key(self.home), somebody, 3600)
        return await self.http.get(path, headers={"Authorization": f"Bearer {token}"})

    def _work(self) -> dict[int, float]:
        """Return how many seconds of processor time each process of the stack has used."""
        used = {}
        for entry in json.loads((self.home / "processes.json").read_text("utf-8")):
            root = psutil.Process(entry["pid"])
            for each in (root, *root.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    times = each.cpu_times()
                    used[each.pid] = times.user + times.system
        return used


async def fill(connection: Connection) -> list[tuple[str, str | None]]:
    """Open the samples and copy them; return the samples that are open, with whom they wait for."""
    samples = await opened_samples(connection)
    await copy(connection, CASES)
    return samples


async def opened_samples(connection: Connection) -> list[tuple[str, str | None]]:
    """Open the samples; return those that are open, with whom they wait for."""
    await open_samples(connection)
    await asyncio.sleep(SETTLED)
    conn = await connect(str(connection.database_url))
    try:
        samples = await conn.fetch(
            "select case_id, waiting_on from cases where closed_at is null order by case_id"
        )
    finally:
        await conn.close()
    return [(row["case_id"], row["waiting_on"]) for row in samples]


async def copy(connection: Connection, cases: int, *, above: int = 0) -> None:
    """Copy the open samples until there are so many, where so many are there already."""
    conn = await asyncpg.connect(str(connection.database_url))
    try:
        began = time.perf_counter()
        text = FILL.read_text("utf-8").replace(":cases", str(cases))
        await conn.execute(text.replace(":above", str(above)))
        sys.stdout.write(f"{cases} copies, written in {time.perf_counter() - began:.1f} s\n")
    finally:
        await conn.close()


async def look_at_cases(bench: Bench, samples: list[tuple[str, str | None]]) -> None:
    """Look at the pages of single cases: the real ones, which answer for themselves."""
    own = [(OPERATOR, f"/cases/{case_id}") for case_id, _ in samples]
    said = await bench.look("first page after a start", own[:1], warm=0)
    said |= await bench.look("case, first look", own[1:], warm=0)
    await bench.look("case, later", own * (LOOKS // len(own) + 1))
    told = "\n".join(said.values())
    for role in sorted({role for _, role in samples if role}):
        for case_id, awaited in samples:
            if awaited == role:
                told += (await bench.seen(Actor(role=role, id=role), f"/cases/{case_id}")).text
    for name, link in LINKS.items():
        found = [unescape(each) for each in dict.fromkeys(link.findall(told))][:LOOKS]
        roles = dict(samples)
        looks = [(_who(name, roles, path), path) for path in found]
        await bench.look(name, looks, warm=0)
    await bench.look("letter, set now", await unset_letters(bench.connection), warm=0)


async def unset_letters(connection: Connection) -> list[tuple[Actor, str]]:
    """Return letters of copies: nobody has opened one."""
    conn = await connect(str(connection.database_url))
    try:
        rows = await conn.fetch(
            "select case_id, series, year, n from letters where sha256 is null"
            " order by md5(case_id || n) limit $1",
            LOOKS,
        )
    finally:
        await conn.close()
    return [
        (
            OPERATOR,
            f"/cases/{row['case_id']}/letters/E-{row['series']}-{row['year']}-{row['n']}.pdf",
        )
        for row in rows
    ]


def _who(name: str, roles: Mapping[str, str | None], path: str) -> Actor:
    role = roles.get(path.split("/")[2]) if name == "form of an act" else None
    return Actor(role=role, id=role) if role else OPERATOR


async def look_at_lists(bench: Bench) -> None:
    """Look at what shows many cases at once."""
    for name, (who, path) in PAGES.items():
        await bench.look(name, [(who, path)] * LOOKS)
    for name in FEEDS:
        await bench.look(name, [await feed(bench.connection, name)] * LOOKS)


async def feed(connection: Connection, name: str) -> tuple[Actor, str]:
    """Make a feed, and return who reads it where."""
    kind, about = FEEDS[name]
    token = secrets.token_urlsafe(32)
    asked = FeedAsked(
        subject=name, claims={"role": "operator", "id": "op"}, title=name, kind=kind,
        about=about, language="tr",
    )  # fmt: skip
    conn = await connect(str(connection.database_url))
    try:
        await make_feed(conn, token, asked)
    finally:
        await conn.close()
    return OPERATOR, f"/feeds/{token}.ics"


async def main() -> int:
    """Measure, and print; 1 where a page takes longer than it may."""
    ports = dict.fromkeys(DEFAULTS, "0")
    with own_home() as home:
        async with Stack(home, environ=ports, run_api=True) as connection:
            samples = await fill(connection)
        async with Stack(home, environ=ports, run_api=True) as connection:
            base = str(connection.api_url).removesuffix("/v1")
            async with httpx.AsyncClient(base_url=base, timeout=60) as http:
                bench = Bench(home, connection, http)
                await look_at_cases(bench, samples)
                await look_at_lists(bench)
    slow = [e.name for e in bench.taken if len(e.seconds) > 1 and e.part(19) > MAY_TAKE]
    sys.stdout.write(f"over {MAY_TAKE:.0f} ms: {', '.join(slow) or 'none'}\n")
    return int(bool(slow))


if __name__ == "__main__":
    run(main)

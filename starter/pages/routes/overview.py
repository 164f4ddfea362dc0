"""The overview for whoever answers for an office: how many cases stand where, how old, how late."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from activities.journal.projection import Standing, overview
from starter.api.access.reach import eyes_of
from starter.api.problems import Denied
from starter.client.processes import PROCESSES
from starter.pages.chart import bars_picture
from starter.pages.rendering import page
from starter.pages.session import Looks
from starter.pages.words import case_word, in_order, process_title, role_word, t

router = APIRouter(default_response_class=Response)

AGES = 4


@dataclass(frozen=True)
class Line:
    """One line of a table: what it counts, and how many."""

    said: str
    cases: int
    overdue: int
    oldest: datetime
    key: str


@router.get("/overview")
async def counted(request: Request, seen: Looks) -> Response:
    """Show the counts of the open cases within somebody's reach."""
    if not seen.is_office:
        raise Denied(HTTPStatus.FORBIDDEN, "the overview is for offices")
    now, lang = datetime.now(UTC), seen.lang
    async with seen.who.desk.pool.acquire() as conn:
        found = await overview(conn, eyes_of(seen.who.grants), now)
    await seen.who.note("overview")
    by_process = {
        name: _lines(of, lambda each: each.stage, partial(_stage_word, name, lang))
        for name in PROCESSES
        if (of := [each for each in found if each.process == name])
    }
    ages: Counter[int] = Counter()
    for each in found:
        ages[each.age] += each.cases
    return page(
        request, "overview", seen, now=now, total=sum(each.cases for each in found),
        overdue=sum(each.overdue for each in found),
        stages=[(n, process_title(n, lang), _in_order(n, li)) for n, li in by_process.items()],
        offices=_lines(
            [each for each in found if each.waiting_on],
            lambda each: each.waiting_on or "", lambda key: role_word(key, lang),
        ),
        processes=bars_picture(t("by_process", lang), _sums(by_process, lang)),
        ages=bars_picture(
            t("ages", lang), [(t(f"age/{n}", lang), ages[n], 0) for n in range(AGES)]
        ),
    )  # fmt: skip


def _stage_word(process: str, lang: str, stage: str) -> str:
    return case_word(process, stage, lang)


def _sums(lines: Mapping[str, list[Line]], lang: str) -> list[tuple[str, int, int]]:
    return [
        (process_title(n, lang), sum(e.cases for e in li), sum(e.overdue for e in li))
        for n, li in lines.items()
    ]


def _in_order(process: str, lines: list[Line]) -> list[Line]:
    """Return the stages of a process in the order of the procedure."""
    order = [stage.value for stage in PROCESSES[process].stages]
    return sorted(lines, key=lambda e: order.index(e.key) if e.key in order else len(order))


def _lines(
    found: Iterable[Standing], key: Callable[[Standing], str], said: Callable[[str], str]
) -> list[Line]:
    """Add up what has the same key; the most come first."""
    groups: dict[str, list[Standing]] = {}
    for each in found:
        groups.setdefault(key(each), []).append(each)
    lines = [
        Line(
            said=said(name),
            cases=sum(e.cases for e in of),
            overdue=sum(e.overdue for e in of),
            oldest=min(e.oldest for e in of),
            key=name,
        )
        for name, of in groups.items()
    ]
    return sorted(lines, key=lambda line: (-line.overdue, -line.cases, in_order(line.said)))

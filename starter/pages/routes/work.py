"""The work list: what waits for an office or an institution, and until when."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from activities.journal.projection import Wanted, work_counts
from starter.api.access.reach import catalogue_of, eyes_of
from starter.api.routes.reading import page_of
from starter.client.models import Filters
from starter.pages.rendering import page
from starter.pages.session import Looks, Visitor
from starter.pages.weeks import week_ends
from starter.pages.words import process_title, role_word
from workflows.kernel.roles import Role

router = APIRouter(default_response_class=Response)

VIEWS: Final = ("mine", "week", "overdue", "held", "conflicts", "attention", "all", "closed")
ON_A_PAGE: Final = 50


class Asked(BaseModel):
    """Which list somebody wants."""

    view: Annotated[str, Field(pattern=f"^({'|'.join(VIEWS)})?$")] = ""
    office: Annotated[str, Field(pattern=r"^[a-z-]{0,40}$")] = ""
    process: Annotated[str, Field(pattern=r"^[a-z-]{0,40}$")] = ""
    institution: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{0,32}$")] = ""
    after: Annotated[str, Field(max_length=400)] = ""

    def with_view(self, view: str) -> str:
        """Return the address of another view of the same office."""
        return self._address({"view": view})

    def next_page(self, after: str) -> str:
        """Return the address of the page after this one."""
        return self._address({"view": self.view, "after": after})

    def _address(self, more: Mapping[str, str]) -> str:
        kept = {"office": self.office, "process": self.process, "institution": self.institution}
        return f"/?{urlencode({k: v for k, v in {**more, **kept}.items() if v})}"


@router.get("/")
async def work_list(request: Request, seen: Looks, asked: Annotated[Asked, Query()]) -> Response:
    """Show one list of cases, and how many each of the others holds."""
    now = datetime.now(UTC)
    office = asked.office or _own_office(seen)
    view = asked.view or ("mine" if office else "all")
    shared: dict[str, Any] = {
        "process": asked.process or None,
        "institution": asked.institution or None,
    }
    wanted = Wanted(waiting_on=office or None, eyes=eyes_of(seen.who.grants), **shared)
    async with seen.who.desk.pool.acquire() as conn:
        counts = await work_counts(conn, wanted, now=now, week_ends=week_ends(now))
    filters = Filters(
        **_filter(view, office, now), **shared, after=asked.after or None, limit=ON_A_PAGE
    )
    listed = await page_of(filters, seen.who)
    shown = asked.model_copy(update={"view": view})
    processes = catalogue_of(seen.who.grants)
    return page(
        request, "work", seen, asked=shown, office=office, listed=listed, now=now,
        counts=counts.model_dump(),
        views=[view for view in VIEWS if view != "mine" or office],
        processes=[(each.name, process_title(each.name, seen.lang)) for each in processes],
        offices=_offices(seen),
    )  # fmt: skip


def _own_office(seen: Visitor) -> str:
    """Return the role whose work list comes first; none for those who keep everybody's."""
    return next((r for r in seen.roles if r not in {Role.OPERATOR, Role.REGISTRY}), "")


def _offices(seen: Visitor) -> list[tuple[str, str]]:
    """Return the offices whose lists somebody may look at."""
    roles = {
        role: role_word(role, seen.lang)
        for process in catalogue_of(seen.who.grants)
        for role in process.roles
        if role != Role.SYSTEM
    }
    return sorted(roles.items(), key=lambda each: each[1])


def _filter(view: str, office: str, now: datetime) -> dict[str, Any]:
    asked: dict[str, dict[str, Any]] = {
        "mine": {"waiting_on": office or None},
        "week": {"due_from": now, "due_until": week_ends(now)},
        "overdue": {"overdue": True},
        "held": {"held": True},
        "conflicts": {"waits_for": "office"},
        "attention": {"attention": True},
        "closed": {"closed_too": True},
    }
    return dict(asked.get(view, {}))

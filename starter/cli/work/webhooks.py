"""Who is called when something happens to a case: adding, looking, trying again."""

import ipaddress
import os
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from activities.database import Connection, transaction
from activities.journal.events import publish
from activities.webhooks import subscriptions
from activities.webhooks.subscriptions import DeadLetter, Subscription, Wish
from starter.api.access.policy import policy_in
from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work import meant
from starter.cli.work.database import database
from starter.cli.work.desk import desk
from starter.cli.work.inputs import actor_from, duration_from
from starter.cli.work.rendering import titled_table
from starter.cli.work.speaking import clock, said, t
from workflows.kernel.case.events import KINDS, PREFIX

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Asked:
    """A new subscriber, as typed."""

    name: str
    url: str
    actor: str | None
    claims: list[str]
    types: list[str]
    networks: list[str]
    from_the_beginning: bool


async def add(settings: Settings, asked: Asked) -> Shown:
    """Enter a subscriber, and show its secret."""
    wish = wish_from(asked)
    async with desk(settings) as at:
        policy = policy_in(os.environ, embedded=at.connection.embedded)
        if not policy.grants(wish.claims):
            raise Usage("the policy gives such a subscriber no cases")
        await publish(at.pool)  # what has happened until now: with nobody to call, that has time
        async with transaction(at.pool) as conn:
            try:
                secret = await subscriptions.subscribe(conn, wish)
            except ValueError as wrong:
                raise Usage(str(wrong)) from wrong
    if secret is None:
        raise Usage(f"there is a webhook {wish.name} already")
    return _secret(settings, wish.name, secret)


def wish_from(asked: Asked) -> Wish:
    """Return what a new subscriber asks for.

    Raises:
        Usage: What was typed cannot be meant.
    """
    if not _NAME.fullmatch(asked.name):
        raise Usage("a name has small letters, digits and hyphens: e-okul")
    return Wish(
        name=asked.name,
        url=asked.url,
        claims=_claims(asked),
        types=tuple(_types(asked.types)) or None,
        networks=tuple(_networks(asked.networks)),
        from_the_beginning=asked.from_the_beginning,
    )


def _claims(asked: Asked) -> dict[str, str]:
    claims: dict[str, str] = {}
    if asked.actor is not None:
        actor = actor_from(asked.actor)
        said = {"role": actor.role, "id": actor.id, "institution": actor.institution}
        claims = {name: value for name, value in said.items() if value}
    for claim in asked.claims:
        name, equals, value = claim.partition("=")
        if not (name and equals and value):
            raise Usage(f"{claim} is no CLAIM=VALUE")
        claims[name] = value
    if not claims:
        raise Usage("say whose cases: --as ROLE, or --claim CLAIM=VALUE")
    return claims


def _types(types: Iterable[str]) -> Iterable[str]:
    known = [kind.name for kind in KINDS]
    for each in types:
        name = each.removeprefix(PREFIX)
        if name not in known:
            raise Usage(f"there is no event {name}; there are {', '.join(known)}")
        yield PREFIX + name


def _networks(networks: Iterable[str]) -> Iterable[str]:
    for each in networks:
        try:
            yield str(ipaddress.ip_network(each))
        except ValueError as wrong:
            raise Usage(f"{each} is no network such as 10.20.0.0/16") from wrong


async def list_all(settings: Settings) -> Shown:
    """List who is called."""
    async with database(settings) as pool, pool.acquire() as conn:
        found = await subscriptions.subscriptions(conn)
    return Shown([each.model_dump(mode="json") for each in found], _called(found, settings.lang))


async def rotate(settings: Settings, name: str, overlap: str) -> Shown:
    """Show a subscriber's new secret, and how long the one before signs too."""
    lasts: timedelta = duration_from(overlap)
    async with database(settings) as pool, transaction(pool) as conn:
        made = await subscriptions.rotate(conn, name, lasts)
    if made is None:
        raise _unknown(name)
    secret, until = made
    shown = _secret(settings, name, secret)
    said = Text(f"{t('both_until', settings.lang)}: {clock(until)}")
    return Shown({**shown.data, "previous_until": until.isoformat()}, Group(shown.human, said))


async def pause(settings: Settings, name: str) -> Shown:
    """Call a subscriber no more."""
    return await _done(settings, subscriptions.pause, name, "not_called")


async def resume(settings: Settings, name: str) -> Shown:
    """Call a subscriber again."""
    return await _done(settings, subscriptions.resume, name, "called")


async def remove(settings: Settings, name: str, *, yes: bool = False) -> Shown:
    """Forget a subscriber."""
    meant.ask_on_terminal(said("forgets", settings.lang, name=name), settings.lang, yes=yes)
    return await _done(settings, subscriptions.remove, name, "removed")


async def dead(settings: Settings, name: str | None) -> Shown:
    """List what was not taken for days."""
    async with database(settings) as pool, pool.acquire() as conn:
        found = await subscriptions.dead_letters(conn, name)
    return Shown([each.model_dump(mode="json") for each in found], _stuck(found, settings.lang))


async def replay(settings: Settings, name: str, case_id: str | None) -> Shown:
    """Try again at once."""
    async with database(settings) as pool, transaction(pool) as conn:
        count = await subscriptions.replay(conn, name, case_id)
    return Shown({"cases": count}, Text(f"{t('due_again', settings.lang)}: {count}"))


async def skip(settings: Settings, name: str, case_id: str, *, yes: bool = False) -> Shown:
    """Pass over what a case is stuck at."""
    question = said("passes_over", settings.lang, name=name, case=case_id)
    meant.ask_on_terminal(question, settings.lang, yes=yes)
    async with database(settings) as pool, transaction(pool) as conn:
        count = await subscriptions.skip(conn, name, case_id)
    return Shown({"events": count}, Text(f"{t('skipped', settings.lang)}: {count}"))


async def _done(
    settings: Settings,
    act: Callable[[Connection, str], Awaitable[bool]],
    name: str,
    said: str,
) -> Shown:
    async with database(settings) as pool, transaction(pool) as conn:
        if not await act(conn, name):
            raise _unknown(name)
    data: dict[str, Any] = {"webhook": name, "state": said.replace("_", "-")}
    return Shown(data, Text(f"{name}: {t(said, settings.lang)}"))


def _unknown(name: str) -> Usage:
    return Usage(f"there is no webhook {name}; see `vade webhooks list`")


def _secret(settings: Settings, name: str, secret: str) -> Shown:
    # no table: it is copied, and in two lines it signs nothing
    said = Text(f"{name} · {t('secret', settings.lang)}:\n{secret}")
    return Shown({"webhook": name, "secret": secret}, said)


# -- as people read it ---------------------------------------------------------------------------


def _called(found: Iterable[Subscription], lang: str) -> RenderableType:
    """Write who is called."""
    columns = ("webhook", "url", "types", "state", "waiting", "dead")
    table = titled_table("", *(t(key, lang) for key in columns))
    for each in found:
        types = each.types and ", ".join(name.removeprefix(PREFIX) for name in each.types)
        state = t("called" if each.paused_at is None else "not_called", lang)
        why = f" ({each.paused_why})" if each.paused_why else ""
        table.add_row(
            each.name,
            each.url,
            types or t("all_types", lang),
            state + why,
            str(each.waiting),
            str(each.dead),
            style="red" if each.dead else None,
        )
    return table if table.row_count else Text(t("none", lang))


def _stuck(found: Iterable[DeadLetter], lang: str) -> RenderableType:
    """Write what was not taken, and why."""
    columns = ("webhook", "event", "kind", "why", "attempts", "since")
    table = titled_table("", *(t(key, lang) for key in columns))
    for each in found:
        table.add_row(
            each.webhook,
            each.event_id,
            each.type.removeprefix(PREFIX),
            each.why,
            str(each.attempts),
            clock(each.failing_since),
        )
    return table if table.row_count else Text(t("none", lang))

"""Commands on the calendar: its days, what is decreed and proclaimed, and who has yet to hear."""

from enum import StrEnum
from typing import Annotated

import typer

from starter.cli.finish import finish, settings
from starter.cli.options import As, AsJson, Yes

_calendar = typer.Typer(
    name="calendar",
    help="Closed and half days, local time; what open cases hear of them.",
    invoke_without_command=True,
)

Day = Annotated[str, typer.Argument(metavar="DAY", help="Such as 2031-04-30.")]
Grounds = Annotated[str, typer.Option("--grounds", help="The proclamation, law or release.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Change nothing; list each term before and after.")
]
Rate = Annotated[
    float, typer.Option("--rate", min=0.1, max=1000, help="Cases reached in a second, at most.")
]


class Kind(StrEnum):
    """How a day is proclaimed to be."""

    CLOSED = "closed"
    HALF = "half"
    OPEN = "open"


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(_calendar)


@_calendar.callback()
def calendar(
    ctx: typer.Context,
    *,
    year: Annotated[
        int | None, typer.Option("--year", min=2000, max=2100, help="Default: this year.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the closed and half days of a year."""
    if ctx.invoked_subcommand is not None:
        return
    from starter.cli.work import days as work  # noqa: PLC0415 - keeps `vade --help` quick

    finish(work.calendar(settings(ctx), year), as_json=as_json)


@_calendar.command()
def close(
    ctx: typer.Context,
    *,
    day: Day,
    name: Annotated[str, typer.Option("--name", help="What the day is called, in Turkish.")],
    decree: Annotated[str, typer.Option("--decree", help="Number of the decree.")],
    actor: As = "ministry",
    dry_run: DryRun = False,
    yes: Yes = False,
    rate: Rate = 1000,
    as_json: AsJson = False,
) -> None:
    """Enter a decreed closure, and send it to every open case: the terms it touches move."""
    from starter.cli.work import calendar as work  # noqa: PLC0415

    decreed = work.Decreed(day=day, name=name, decree=decree, actor=actor)
    pace = work.Pace(dry_run=dry_run, rate=rate)
    finish(work.close(settings(ctx), decreed, pace, yes=yes), as_json=as_json)


@_calendar.command()
def proclaim(
    ctx: typer.Context,
    *,
    day: Day,
    kind: Annotated[Kind, typer.Option("--kind", help="How the offices work on it.")],
    name: Annotated[str, typer.Option("--name", help="What the day is called, in Turkish.")],
    grounds: Grounds,
    as_json: AsJson = False,
) -> None:
    """Enter how a day is proclaimed to be; open cases hear of it by `vade calendar renew`."""
    from starter.cli.work import days as work  # noqa: PLC0415

    said = work.Proclaimed(day=day, kind=kind.value, name=name, grounds=grounds)
    finish(work.proclaim(settings(ctx), said), as_json=as_json)


@_calendar.command()
def offset(
    ctx: typer.Context,
    *,
    since: Annotated[str, typer.Argument(metavar="INSTANT", help="Such as 2031-10-26T01:00Z.")],
    minutes: Annotated[int, typer.Argument(min=0, max=1439, help="Minutes ahead of UTC.")],
    grounds: Grounds,
    as_json: AsJson = False,
) -> None:
    """Enter a change of local time by law; open cases hear of it by `vade calendar renew`."""
    from starter.cli.work import days as work  # noqa: PLC0415

    finish(work.change_offset(settings(ctx), since, minutes, grounds), as_json=as_json)


@_calendar.command()
def renew(
    ctx: typer.Context,
    *,
    grounds: Grounds,
    seed: Annotated[
        bool, typer.Option("--seed", help="Compute the feasts anew first, and say what changes.")
    ] = False,
    actor: As = "ministry",
    dry_run: DryRun = False,
    rate: Rate = 1000,
    as_json: AsJson = False,
) -> None:
    """Bring every open case what the table knows and it does not; run again, it goes on."""
    from starter.cli.work import calendar as work  # noqa: PLC0415

    asked = work.Asked(grounds=grounds, seed=seed, actor=actor)
    pace = work.Pace(dry_run=dry_run, rate=rate)
    finish(work.renew(settings(ctx), asked, pace), as_json=as_json)

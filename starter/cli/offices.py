"""Commands for those who run the system: calendar, links, audit, the register of agreements."""

from pathlib import Path
from typing import Annotated

import typer

from starter.cli.finish import finish, settings
from starter.cli.options import As, AsJson

_calendar = typer.Typer(
    name="calendar", help="Closed and half days; decreed closures.", invoke_without_command=True
)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(links)
    app.command()(audit)
    app.command()(kutuk)
    app.add_typer(_calendar)


def links(ctx: typer.Context, *, as_json: AsJson = False) -> None:
    """Print the Temporal UI's addresses of the operators' lists."""
    from starter.cli.work import maintenance  # noqa: PLC0415 - keeps `vade --help` quick

    finish(maintenance.links(settings(ctx)), as_json=as_json)


def audit(ctx: typer.Context, *, as_json: AsJson = False) -> None:
    """Verify the journals, and compare them with what runs: terminated, reset, stuck."""
    from starter.cli.work import maintenance  # noqa: PLC0415

    finish(maintenance.audit(settings(ctx)), as_json=as_json)


def kutuk(
    ctx: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="Where to write it.")],
    side: Annotated[
        str | None,
        typer.Option("--side", help="Of one signing side: provincial-directorate/44."),
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", min=2000, max=2100, help="Of one year of numbers.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the register of agreements (Ek-6 Kütük Defteri) to a spreadsheet."""
    from starter.cli.work import books  # noqa: PLC0415

    finish(books.kutuk(settings(ctx), file, side=side, year=year, force=force), as_json=as_json)


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
    from starter.cli.work import maintenance  # noqa: PLC0415

    finish(maintenance.calendar(settings(ctx), year), as_json=as_json)


@_calendar.command()
def close(
    ctx: typer.Context,
    *,
    day: Annotated[str, typer.Argument(metavar="DAY", help="Day decreed closed: 2031-04-30.")],
    name: Annotated[str, typer.Option("--name", help="What the day is called, in Turkish.")],
    decree: Annotated[str, typer.Option("--decree", help="Number of the decree.")],
    actor: As = "ministry",
    as_json: AsJson = False,
) -> None:
    """Enter a decreed closure, and send it to every open case: the terms it touches move."""
    from starter.cli.work import maintenance  # noqa: PLC0415

    decreed = maintenance.Decreed(day=day, name=name, decree=decree, actor=actor)
    finish(maintenance.close(settings(ctx), decreed), as_json=as_json)

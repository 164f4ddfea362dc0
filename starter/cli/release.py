"""Commands of a release: what it would change, taking open cases over, where they stand."""

from pathlib import Path
from typing import Annotated

import typer

from starter.cli.finish import finish, settings
from starter.cli.options import AsJson, Yes

_release = typer.Typer(
    name="release",
    help="Builds: what the new one would change, and which cases run on which.",
    no_args_is_help=True,
)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(_release)


@_release.command()
def check(
    ctx: typer.Context,
    *,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Files that cases carried over (JSON, or JSON in xz); default: all open cases."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read every open case with this build; exit 1 where one cannot be read or would differ."""
    from starter.cli.work import release as work  # noqa: PLC0415 - keeps `vade --help` quick

    finish(work.check(settings(ctx), files or []), as_json=as_json)


@_release.command()
def turn(
    ctx: typer.Context,
    *,
    build: Annotated[
        str | None,
        typer.Argument(help="Make this build current first; its workers must run."),
    ] = None,
    rate: Annotated[
        float, typer.Option("--rate", min=0.1, max=1000, help="Cases woken in a second, at most.")
    ] = 1000,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Wake open cases, so that they turn to the current build; run again, it goes on."""
    from starter.cli.work import release as work  # noqa: PLC0415

    finish(work.turn(settings(ctx), build, rate, yes=yes), as_json=as_json)


@_release.command()
def status(ctx: typer.Context, *, as_json: AsJson = False) -> None:
    """Count the open cases of each build; one without cases may be switched off."""
    from starter.cli.work import release as work  # noqa: PLC0415

    finish(work.status(settings(ctx)), as_json=as_json)

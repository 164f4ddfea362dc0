"""Commands of the machine: up, rehearse, fast-forward, token."""

from pathlib import Path
from typing import Annotated

import typer

from starter.cli.finish import finish, settings
from starter.cli.options import As, AsJson, Case


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(up)
    app.command()(rehearse)
    app.command(name="fast-forward")(fast_forward)
    app.command()(token)


def up(
    ctx: typer.Context,
    *,
    samples: Annotated[
        bool, typer.Option("--samples/--no-samples", help="Open the sample cases, once.")
    ] = True,
    worker: Annotated[
        bool,
        typer.Option(
            "--worker/--no-worker",
            help="Without the worker, filings are taken in and dated, and cases wait.",
        ),
    ] = True,
) -> None:
    """Run everything on this machine until Ctrl-C; cases resume at the next start."""
    from starter.cli.work import running  # noqa: PLC0415 - keeps `vade --help` quick

    raise typer.Exit(running.up(settings(ctx), samples=samples, worker=worker))


def rehearse(
    ctx: typer.Context,
    *,
    files: Annotated[list[Path], typer.Argument(help="Scenarios in YAML, or folders of them.")],
    check: Annotated[
        bool, typer.Option("--check", help="Exit 1 and say which expectation failed.")
    ] = False,
    diff: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--diff",
            metavar="BOOK BOOK",
            help="Play them under two rulebooks and print only what differs; exit 1 if anything "
            "does. A book is a file of changed figures (terms.correction.length: 20), or - for the "
            "rulebook in force.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Play scenarios in virtual time on the real engine, and print what happens when."""
    from starter.cli.work import running  # noqa: PLC0415

    if diff is not None:
        finish(running.compare(settings(ctx), files, diff), as_json=as_json)
    finish(running.rehearse(settings(ctx), files, check=check), as_json=as_json)


def fast_forward(
    ctx: typer.Context,
    *,
    case: Case,
    time: Annotated[str, typer.Argument(metavar="TIME", help="How far: 30d, 12h, 2w.")],
    as_json: AsJson = False,
) -> None:
    """Move one case of the embedded stack forward in time; no other server lets us."""
    from starter.cli.work import running  # noqa: PLC0415

    finish(running.fast_forward(settings(ctx), case, time), as_json=as_json)


def token(
    ctx: typer.Context,
    *,
    actor: As,
    hours: Annotated[int, typer.Option("--hours", min=1, max=240, help="How long it lasts.")] = 12,
    as_json: AsJson = False,
) -> None:
    """Issue a token for the HTTP API of the stack in this folder, for trying out."""
    from starter.cli.work import running  # noqa: PLC0415

    finish(running.token(settings(ctx), actor, hours), as_json=as_json)

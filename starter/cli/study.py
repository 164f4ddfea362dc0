"""Commands that only look something up: what to write in a body, what a rule says."""

from typing import Annotated

import typer

from starter.cli.finish import finish, settings
from starter.cli.options import AsJson


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(template)
    app.command()(rule)


def template(
    ctx: typer.Context,
    *,
    process: Annotated[str, typer.Argument(help="Process, such as textbook-review.")],
    command: Annotated[str, typer.Argument(help="Command; start for the filing.")] = "start",
    empty: Annotated[
        bool, typer.Option("--empty", help="Only what must be there, with nothing true in it.")
    ] = False,
) -> None:
    """Print a body to write in, for --body: the contract's own example, as JSON."""
    from starter.cli.work import study  # noqa: PLC0415 - keeps `vade --help` quick

    finish(study.template(settings(ctx), process, command, empty=empty), as_json=False)


def rule(
    ctx: typer.Context,
    *,
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="Rule or reading: T-17.15b, R-S.4.")],
    as_json: AsJson = False,
) -> None:
    """Say what a rule says, where it stands, and which tests hold it."""
    from starter.cli.work import study  # noqa: PLC0415

    finish(study.rule(settings(ctx), rule_id), as_json=as_json)

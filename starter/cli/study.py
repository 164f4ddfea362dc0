"""Commands that only look something up: what to write in a body, what a rule says."""

from typing import Annotated

import typer

from starter.cli.finish import finish, settings
from starter.cli.options import AsJson

What = Annotated[
    str, typer.Argument(metavar="WHAT", help="Process (course), or form of a register (enter_ban).")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(form)
    app.command()(template)
    app.command()(rule)


def template(
    ctx: typer.Context,
    *,
    what: What,
    command: Annotated[str, typer.Argument(help="Command; start for the filing.")] = "start",
    empty: Annotated[
        bool, typer.Option("--empty", help="Only what must be there, with nothing true in it.")
    ] = False,
) -> None:
    """Print a body to write in, for --body: the contract's own example, as JSON."""
    from starter.cli.work import study  # noqa: PLC0415 - keeps `vade --help` quick

    finish(study.template(settings(ctx), what, command, empty=empty), as_json=False)


def form(
    ctx: typer.Context,
    *,
    what: What,
    command: Annotated[
        str | None,
        typer.Argument(help="Command; start for the filing. Without one, all commands are listed."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what a body has to hold: each field, what it is called, and what it takes."""
    from starter.cli.work import forms  # noqa: PLC0415

    finish(forms.form(settings(ctx), what, command), as_json=as_json)


def rule(
    ctx: typer.Context,
    *,
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="Rule or reading: T-17.15b, R-S.4.")],
    as_json: AsJson = False,
) -> None:
    """Say what a rule says, where it stands, and which tests hold it."""
    from starter.cli.work import study  # noqa: PLC0415

    finish(study.rule(settings(ctx), rule_id), as_json=as_json)

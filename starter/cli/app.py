"""``vade``: the entry of the command line."""

import os
import sys
from contextvars import copy_context
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from starter.cli import calendar, cases, machine, offices, release, study, webhooks
from starter.cli.exits import EXIT_CODES, debugging
from starter.cli.finish import SPOKEN, Settings, print_json, rendered
from starter.cli.line import of_all, without_types_of_flags
from starter.client.exits import OK, TROUBLE

app = typer.Typer(
    name="vade",
    help="Regulated processes of the ministry as durable cases: dates are kept, acts are answered.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
cases.add_to(app)
offices.add_to(app)
calendar.add_to(app)
webhooks.add_to(app)
release.add_to(app)
machine.add_to(app)
study.add_to(app)


class Language(StrEnum):
    """Languages of titles."""

    TR = "tr"
    EN = "en"


def _version(wanted: bool) -> None:  # noqa: FBT001 - as typer calls it
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - keeps `vade --help` quick

        typer.echo(f"vade {version('vade')}")
        raise typer.Exit


@app.callback()
def options(
    ctx: typer.Context,
    *,
    home: Annotated[
        Path | None,
        typer.Option(envvar="VADE_HOME", help="Folder of the embedded stack (default: .vade)."),
    ] = None,
    lang: Annotated[
        Language, typer.Option(envvar="VADE_LANGUAGE", help="Language of titles.")
    ] = Language.TR,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and exit.", is_eager=True, callback=_version
        ),
    ] = False,
) -> None:
    """Regulated processes of the ministry as durable cases: dates are kept, acts are answered."""
    SPOKEN.set(lang.value)
    ctx.obj = Settings(home=(home or Path(".vade")).absolute(), lang=lang.value)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; only a bug is raised, if that is asked for.

    What it sets, its language above all, holds for this command line alone.
    """
    return copy_context().run(_run, arguments)


def _run(arguments: list[str]) -> int:
    command = typer.main.get_command(app)
    if not {"-h", "--help"}.isdisjoint(arguments) or not arguments:
        without_types_of_flags(command)
    try:
        code = command.main(of_all(arguments), prog_name="vade", standalone_mode=False)
    except typer.Exit as left:
        return left.exit_code
    except Exception as fault:  # noqa: BLE001 - the last door: no trace-back for a user
        return _ended(fault, as_json="--json" in arguments)
    return code if isinstance(code, int) else OK


def _ended(fault: Exception, *, as_json: bool) -> int:
    show = getattr(fault, "show", None)
    if show is not None:  # wrong usage, in click's own words
        if as_json:
            said = getattr(fault, "format_message", fault.__str__)()
            print_json({"error": {"kind": "usage", "said": said}})
        else:
            show()
        return TROUBLE
    if isinstance(fault, BrokenPipeError):  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    if debugging():
        raise fault
    sys.stderr.write(f"{rendered(fault).data['error']['said']}\n")
    return TROUBLE


def main() -> None:
    """Run the command line of this process and end it."""
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.stdout.flush()
    sys.stderr.flush()
    # Temporal's core may still be working while Python finalises, which ends in a crash or hangs
    os._exit(code)


if __name__ == "__main__":
    main()

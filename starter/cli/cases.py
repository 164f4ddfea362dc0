"""Commands on one case and on lists of them: start, send, show, why, list, timeline."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from starter.cli.finish import finish, settings
from starter.cli.options import (
    PROCESSES,
    As,
    AsJson,
    Body,
    Case,
    Fields,
    ReceivedAt,
    RegisterNo,
    Yes,
)


class WaitsFor(StrEnum):
    """What a command that was taken in waits for."""

    CONSEQUENCE = "consequence"
    SERVICE = "service"
    OFFICE = "office"


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(start)
    app.command()(send)
    app.command()(show)
    app.command()(why)
    app.command(name="list")(list_cases)
    app.command()(timeline)
    app.command()(letters)
    app.command()(letter)


def start(
    ctx: typer.Context,
    *,
    process: Annotated[str, typer.Argument(help=f"Process: {PROCESSES}.")],
    body: Body = None,
    fields: Fields = None,
    actor: As = "registry",
    file_no: Annotated[
        str | None,
        typer.Option("--file-no", help="File number; without one the register gives the next."),
    ] = None,
    received_at: ReceivedAt = None,
    register_no: RegisterNo = None,
    claim: Annotated[
        str | None,
        typer.Option("--claim", help="Your own key of this filing: a repeat finds its case."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Open a case with a filing, and wait until it is accepted or refused."""
    from starter.cli.work import acting  # noqa: PLC0415 - keeps `vade --help` quick

    work = acting.start(
        settings(ctx),
        process,
        acting.Sent(
            body=body,
            fields=fields or [],
            actor=actor,
            received_at=received_at,
            register_no=register_no,
        ),
        file_no=file_no,
        claim=claim,
    )
    finish(work, as_json=as_json)


def send(
    ctx: typer.Context,
    *,
    case: Case,
    command: Annotated[str, typer.Argument(help="Command, as `vade show` lists it.")],
    actor: As,
    body: Body = None,
    fields: Fields = None,
    command_id: Annotated[
        str | None,
        typer.Option("--id", help="Command ID; sent again under it, a command counts once."),
    ] = None,
    received_at: ReceivedAt = None,
    register_no: RegisterNo = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Send a command: it is taken in and dated first, then the case answers."""
    from starter.cli.work import acting  # noqa: PLC0415

    sent = acting.Sent(
        body=body,
        fields=fields or [],
        actor=actor,
        received_at=received_at,
        register_no=register_no,
        command_id=command_id,
    )
    finish(acting.send(settings(ctx), case, command, sent, yes=yes), as_json=as_json)


def show(ctx: typer.Context, *, case: Case, as_json: AsJson = False) -> None:
    """Show a case: stage, who is awaited, open terms, allowed commands."""
    from starter.cli.work import asking  # noqa: PLC0415

    finish(asking.show(settings(ctx), case), as_json=as_json)


def why(
    ctx: typer.Context,
    *,
    case: Case,
    term: Annotated[
        str, typer.Argument(help="Term or rule ID, such as T-17.15b; all open terms without one.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Explain a date step by step: start, rule, days counted and skipped, pauses, extensions."""
    from starter.cli.work import asking  # noqa: PLC0415

    finish(asking.why(settings(ctx), case, term), as_json=as_json)


def list_cases(
    ctx: typer.Context,
    *,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only with an overdue term.")] = False,
    due_within: Annotated[
        str | None,
        typer.Option(
            "--due-within", metavar="TIME", help="Only due within that time: 7d, 36h, 2w."
        ),
    ] = None,
    process: Annotated[
        str | None, typer.Option("--process", help=f"Only of that process: {PROCESSES}.")
    ] = None,
    stage: Annotated[str | None, typer.Option("--stage", help="Only at that stage.")] = None,
    waiting_on: Annotated[
        str | None, typer.Option("--waiting-on", metavar="ROLE", help="Only waiting for that role.")
    ] = None,
    applicant: Annotated[
        str | None, typer.Option("--applicant", metavar="KEY", help="Only of that applicant.")
    ] = None,
    institution: Annotated[
        str | None,
        typer.Option("--institution", metavar="CODE", help="Only where that institution acts."),
    ] = None,
    held: Annotated[
        bool, typer.Option("--held", help="Only with commands that wait in the case.")
    ] = False,
    waits_for: Annotated[
        WaitsFor | None,
        typer.Option(
            "--waits-for", help="Only with a command that waits for this; office: a conflict."
        ),
    ] = None,
    attention: Annotated[
        bool, typer.Option("--attention", help="Only those that somebody should look at.")
    ] = False,
    all_cases: Annotated[bool, typer.Option("--all", help="Closed cases too.")] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", min=1, help="Most rows; without it 1,000 for people, all for --json."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List open cases, those due first at the top."""
    from starter.cli.work import reading  # noqa: PLC0415

    wished = reading.Wished(
        overdue=overdue,
        due_within=due_within,
        process=process,
        stage=stage,
        waiting_on=waiting_on,
        applicant=applicant,
        institution=institution,
        held=held,
        waits_for=waits_for.value if waits_for else None,
        attention=attention,
        closed_too=all_cases,
        limit=limit,
    )
    work = reading.list_cases(settings(ctx), wished, for_programs=as_json)
    finish(work, as_json=as_json)


def timeline(ctx: typer.Context, *, case: Case, as_json: AsJson = False) -> None:
    """Show a case's journal: what counted from when, and when it was settled."""
    from starter.cli.work import reading  # noqa: PLC0415

    finish(reading.timeline(settings(ctx), case), as_json=as_json)


def letters(ctx: typer.Context, *, case: Case, as_json: AsJson = False) -> None:
    """List a case's official letters: number, day, to whom, subject."""
    from starter.cli.work import letters as work  # noqa: PLC0415

    finish(work.letters(settings(ctx), case), as_json=as_json)


def letter(
    ctx: typer.Context,
    *,
    case: Case,
    number: Annotated[
        str, typer.Argument(help="Its number (Sayı), as `vade letters` lists it; 2031/17 will do.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pdf", help="Where to write it.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write one letter of a case to a file, as PDF/A."""
    from starter.cli.work import letters as work  # noqa: PLC0415

    finish(work.letter(settings(ctx), case, number, out, force=force), as_json=as_json)

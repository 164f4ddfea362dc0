"""Commands for those who run the system: mail, links, audit, registers and their forms."""

from pathlib import Path
from typing import Annotated

import typer

from starter.cli.finish import finish, settings
from starter.cli.options import As, AsJson, Body, Case, Fields, Yes

_mail = typer.Typer(name="mail", help="Mail that has not arrived.", invoke_without_command=True)

To = Annotated[
    str | None, typer.Option("--to", metavar="ROLE", help="Only to: applicant, principal/99001122.")
]
CaseOnly = Annotated[str | None, typer.Option("--case", metavar="CASE", help="Of one case only.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(links)
    app.command()(audit)
    app.command()(restore)
    app.command()(kutuk)
    app.command()(export)
    app.command()(paper)
    app.command()(register)
    app.command("fill-in")(fill_in)
    app.command()(bans)
    app.add_typer(_mail)


def links(
    ctx: typer.Context,
    *,
    process: Annotated[
        str | None, typer.Option(help="Every stage of this process, and whom it waits for.")
    ] = None,
    waiting_on: Annotated[str | None, typer.Option(help="What waits for this role.")] = None,
    script: Annotated[
        bool,
        typer.Option(
            "--script", help="What to paste once into the browser's console, on a UI elsewhere."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the operators' lists in the Temporal UI: what is wrong, what is due, each process."""
    from starter.cli.work import links as work  # noqa: PLC0415 - keeps `vade --help` quick

    at = settings(ctx)
    found = work.script(at) if script else work.links(at, process=process, waiting_on=waiting_on)
    finish(found, as_json=as_json)


def audit(ctx: typer.Context, *, as_json: AsJson = False) -> None:
    """Verify the journals, and compare them with what runs: terminated, reset, stuck."""
    from starter.cli.work import maintenance  # noqa: PLC0415

    finish(maintenance.audit(settings(ctx)), as_json=as_json)


def restore(
    ctx: typer.Context,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Open nothing; say which cases would be.")
    ] = False,
    rate: Annotated[
        float, typer.Option("--rate", min=0.1, max=1000, help="Cases opened in a second, at most.")
    ] = 20,
    as_json: AsJson = False,
) -> None:
    """Open every open case again from its journal, where Temporal has lost it."""
    from starter.cli.work import maintenance  # noqa: PLC0415

    finish(maintenance.restore(settings(ctx), dry_run=dry_run, rate=rate), as_json=as_json)


def kutuk(
    ctx: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to: .xlsx or .pdf.")],
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
    """Write the register of agreements (Ek-6 Kütük Defteri) to a spreadsheet, or as PDF."""
    from starter.cli.work import kutuk as work  # noqa: PLC0415

    finish(work.kutuk(settings(ctx), file, side=side, year=year, force=force), as_json=as_json)


def export(
    ctx: typer.Context,
    *,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="january-list, december-list, monthly-lists, books, price-commission, "
            "unit-prices, prices, purchases, leftovers, held-drafts.",
        ),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to: .xlsx, .csv or .pdf.")],
    year: Annotated[
        int,
        typer.Option("--year", min=2011, max=2200, help="The year of its lists and prices."),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a year's list, prices or register: a spreadsheet, a PDF, or CSV for programs."""
    from starter.cli.work import books  # noqa: PLC0415

    finish(books.export(settings(ctx), what, file, year=year, force=force), as_json=as_json)


def paper(
    ctx: typer.Context,
    *,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="PAPER",
            help="delivery-record, exam-entry-list, completion-documents, participation-documents.",
        ),
    ],
    case: Case,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pdf", help="Where to write it.")],
    of: Annotated[
        str | None, typer.Option("--of", metavar="SITTING", help="Of an entry list: the sitting.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a paper that an office hands out, as PDF/A."""
    from starter.cli.work import books  # noqa: PLC0415

    finish(books.paper(settings(ctx), kind, case, out, of=of, force=force), as_json=as_json)


def register(
    ctx: typer.Context,
    *,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[REGISTER]", help="Such as programmes or members; without one, all are listed."
        ),
    ] = None,
    key: Annotated[str | None, typer.Option("--key", help="Only under that key.")] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="KEY", help="Only about that one.")
    ] = None,
    institution: Annotated[
        str | None, typer.Option("--institution", metavar="CODE", help="Only of that institution.")
    ] = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="CASE", help="Only of that case.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Only what holds on that day.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, help="Most rows; else 100 for people, all for --json."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the registers beside the cases with their forms, or the rows of one of them."""
    from starter.cli.work import registers  # noqa: PLC0415

    asked = registers.Asked(
        key=key, subject=subject, institution=institution, case_id=case, on=on, limit=limit
    )
    work = (
        registers.listed(settings(ctx))
        if name is None
        else registers.rows(settings(ctx), name, asked, for_programs=as_json)
    )
    finish(work, as_json=as_json)


def fill_in(
    ctx: typer.Context,
    *,
    form: Annotated[
        str, typer.Argument(metavar="FORM", help="Such as set_classroom; see `vade register`.")
    ],
    by: As,
    body: Body = None,
    fields: Fields = None,
    as_json: AsJson = False,
) -> None:
    """Fill in a form of a register: `vade register` lists them, `vade form` says their fields."""
    from starter.cli.work import registers  # noqa: PLC0415

    finish(registers.fill_in(settings(ctx), form, body, fields or [], by), as_json=as_json)


def bans(
    ctx: typer.Context,
    *,
    publisher: Annotated[str, typer.Argument(metavar="KEY", help="Key of the publisher.")],
    as_json: AsJson = False,
) -> None:
    """List a publisher's bans: their numbers, and from which day applications are accepted."""
    from starter.cli.work import registers  # noqa: PLC0415

    finish(registers.bans(settings(ctx), publisher), as_json=as_json)


@_mail.callback()
def mail(ctx: typer.Context, *, case: CaseOnly = None, as_json: AsJson = False) -> None:
    """List notices that have no address, were put off or were given up."""
    if ctx.invoked_subcommand is not None:
        if case is not None:  # `retry` would go on without it, for all cases
            raise typer.BadParameter(f"--case belongs behind {ctx.invoked_subcommand}")
        return
    from starter.cli.work import post  # noqa: PLC0415

    finish(post.undelivered(settings(ctx), case), as_json=as_json)


@_mail.command()
def retry(
    ctx: typer.Context, *, case: CaseOnly = None, to: To = None, as_json: AsJson = False
) -> None:
    """Try again at once what was put off or given up."""
    from starter.cli.work import post  # noqa: PLC0415

    finish(post.retry(settings(ctx), case, to=to), as_json=as_json)


@_mail.command()
def withdraw(
    ctx: typer.Context, *, case: Case, to: To = None, yes: Yes = False, as_json: AsJson = False
) -> None:
    """End a case's notices that were given up: their readers know in another way."""
    from starter.cli.work import post  # noqa: PLC0415

    finish(post.withdraw(settings(ctx), case, to=to, yes=yes), as_json=as_json)

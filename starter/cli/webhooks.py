"""Commands on who is called when something happens to a case."""

from typing import Annotated

import typer

from starter.cli.finish import finish, settings
from starter.cli.options import AsJson, Case, Yes

_webhooks = typer.Typer(
    name="webhooks", help="Who is called when something happens to a case.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Of the subscriber.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(_webhooks)


@_webhooks.command()
def add(
    ctx: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Your name for it: e-okul.")],
    url: Annotated[str, typer.Argument(metavar="URL", help="Where it is called: https://…")],
    actor: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="ROLE[:ID][@CODE]", help="Whose cases, as a token of `vade token`."
        ),
    ] = None,
    claims: Annotated[
        list[str] | None,
        typer.Option(
            "--claim", metavar="CLAIM=VALUE", help="Whose cases, as your issuer's token says it."
        ),
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", help="Only these: closed, term-expired; else all."),
    ] = None,
    networks: Annotated[
        list[str] | None,
        typer.Option("--allow", metavar="NETWORK", help="Addresses inside: 10.20.0.0/16."),
    ] = None,
    from_the_beginning: Annotated[
        bool, typer.Option("--from-the-beginning", help="What has happened so far, too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Have a service called; the policy says of which cases. Prints the secret, this once."""
    from starter.cli.work import webhooks as work  # noqa: PLC0415 - keeps `vade --help` quick

    asked = work.Asked(
        name=name,
        url=url,
        actor=actor,
        claims=claims or [],
        types=types or [],
        networks=networks or [],
        from_the_beginning=from_the_beginning,
    )
    finish(work.add(settings(ctx), asked), as_json=as_json)


@_webhooks.command(name="list")
def list_all(ctx: typer.Context, *, as_json: AsJson = False) -> None:
    """List who is called, what waits for them, and where that is stuck."""
    from starter.cli.work import webhooks as work  # noqa: PLC0415

    finish(work.list_all(settings(ctx)), as_json=as_json)


@_webhooks.command()
def rotate(
    ctx: typer.Context,
    *,
    name: Name,
    overlap: Annotated[
        str,
        typer.Option("--overlap", metavar="TIME", help="How long the old one signs too: 24h, 7d."),
    ] = "24h",
    as_json: AsJson = False,
) -> None:
    """Give a subscriber a new secret, and print it, this once."""
    from starter.cli.work import webhooks as work  # noqa: PLC0415

    finish(work.rotate(settings(ctx), name, overlap), as_json=as_json)


@_webhooks.command()
def pause(ctx: typer.Context, *, name: Name, as_json: AsJson = False) -> None:
    """Call a subscriber no more; what happens meanwhile is told after `resume`."""
    from starter.cli.work import webhooks as work  # noqa: PLC0415

    finish(work.pause(settings(ctx), name), as_json=as_json)


@_webhooks.command()
def resume(ctx: typer.Context, *, name: Name, as_json: AsJson = False) -> None:
    """Call a subscriber again."""
    from starter.cli.work import webhooks as work  # noqa: PLC0415

    finish(work.resume(settings(ctx), name), as_json=as_json)


@_webhooks.command()
def remove(ctx: typer.Context, *, name: Name, yes: Yes = False, as_json: AsJson = False) -> None:
    """Forget a subscriber, and what it has not been told."""
    from starter.cli.work import webhooks as work  # noqa: PLC0415

    finish(work.remove(settings(ctx), name, yes=yes), as_json=as_json)


@_webhooks.command()
def dead(
    ctx: typer.Context,
    *,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Of one subscriber only.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List events that were not taken for days; what their cases have after them waits."""
    from starter.cli.work import webhooks as work  # noqa: PLC0415

    finish(work.dead(settings(ctx), name), as_json=as_json)


@_webhooks.command()
def replay(
    ctx: typer.Context,
    *,
    name: Name,
    case: Annotated[
        str | None, typer.Option("--case", metavar="CASE", help="Of one case only.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Try again at once what is dead or was put off."""
    from starter.cli.work import webhooks as work  # noqa: PLC0415

    finish(work.replay(settings(ctx), name, case), as_json=as_json)


@_webhooks.command()
def skip(
    ctx: typer.Context, *, name: Name, case: Case, yes: Yes = False, as_json: AsJson = False
) -> None:
    """Pass over the event at which a case is stuck; those after it are told."""
    from starter.cli.work import webhooks as work  # noqa: PLC0415

    finish(work.skip(settings(ctx), name, case, yes=yes), as_json=as_json)

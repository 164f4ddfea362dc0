"""Arguments and options that several commands share."""

from typing import Annotated, Final

import typer

PROCESSES: Final = (
    "textbook-review, textbook-in-use, education-tool-review, ministry-year, course, agreement, "
    "partnership"
)
"""Their names as help lists them, without loading anything of them (tested)."""

Case = Annotated[str, typer.Argument(help="Case ID, such as textbook-review-2031-0042.")]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

Body = Annotated[
    str | None,
    typer.Option("--body", metavar="FILE", help="Body in YAML or JSON; - reads standard input."),
]

Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="One field of the body, as often as needed; dots go deeper, also by number into a "
        "list; the value is JSON, or else text.",
    ),
]

As = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="ROLE[:ID][@CODE]",
        help="Who acts: board, applicant:pub-17, principal:p-1@99001122",
    ),
]

ReceivedAt = Annotated[
    str | None,
    typer.Option(
        "--received-at",
        metavar="INSTANT",
        help="Earlier receipt on paper, stated by the registry; without an offset, Istanbul time.",
    ),
]

RegisterNo = Annotated[
    str | None,
    typer.Option("--register-no", help="Number under which the registry entered the paper."),
]

Yes = Annotated[
    bool,
    typer.Option("--yes", help="Do not ask on a terminal whether what cannot be undone is meant."),
]

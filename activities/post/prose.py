"""Plain words as what they are: paragraphs, lists, and lines that name something.

Letters are written as plain text. Page and HTML of a mail show the same words, and know from here
which lines belong together.
"""

from html import escape
from typing import Final, Literal

from workflows.kernel.values import Frozen

_LABEL: Final = 45
_VALUE: Final = 90
"""Characters; what is longer is a sentence that happens to have a colon."""


class Block(Frozen):
    """Lines that belong together."""

    kind: Literal["text", "list", "fields"]
    lines: tuple[tuple[str, ...], ...]
    """Of a text and a list one part a line; of fields label and value."""


def blocks(text: str) -> tuple[Block, ...]:
    r"""Return the blocks of a plain text, in its order.

    >>> [block.kind for block in blocks("Karar verilmiştir:\n- bir\n- iki\n\nSon gün: 3 Mart")]
    ['text', 'list', 'fields']
    """
    found: list[Block] = []
    for paragraph in text.split("\n\n"):
        several: list[Block] = []
        for line in filter(None, paragraph.splitlines()):
            one = _block(line)
            if several and several[-1].kind == one.kind != "text":
                one = Block(kind=one.kind, lines=several.pop().lines + one.lines)
            several.append(one)
        found += several
    return tuple(found)


def _block(line: str) -> Block:
    label, colon, value = line.partition(": ")
    if line.startswith("- "):
        return Block(kind="list", lines=((line[2:],),))
    if colon and len(label) <= _LABEL and len(value) <= _VALUE and ". " not in label:
        return Block(kind="fields", lines=((label, value),))
    return Block(kind="text", lines=((line,),))


def as_html(text: str, language: str) -> str:
    """Write a plain text as HTML for mail programs: no address, picture or style from elsewhere.

    >>> as_html("Sayın A & B,", "tr").count("<p>Sayın A &amp; B,</p>")
    1
    """
    body = "\n".join(_html(block) for block in blocks(text))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"></head>\n'
        '<body style="font-family: Georgia, serif; max-width: 42em; line-height: 1.45">\n'
        f"{body}\n</body></html>\n"
    )


def _html(block: Block) -> str:
    lines = [tuple(escape(part) for part in line) for line in block.lines]
    match block.kind:
        case "text":
            return "".join(f"<p>{text}</p>" for (text,) in lines)
        case "list":
            return f"<ul>{''.join(f'<li>{text}</li>' for (text,) in lines)}</ul>"
        case "fields":
            head = '<th scope="row" align="left" valign="top" style="padding-right: 1em">'
            rows = (f"<tr>{head}{label}</th><td>{value}</td></tr>" for label, value in lines)
            return f"<table>{''.join(rows)}</table>"

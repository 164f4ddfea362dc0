"""How pages are drawn: their templates, and what those may write with."""

from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from starter.api.content import KINDS
from starter.client.explanations import explained
from starter.client.wording import said_in
from starter.pages import words
from starter.pages.fields import (
    documents_in,
    field_word,
    in_short,
    name_word,
    said_value,
    value_word,
)
from starter.pages.session import FIELD, FORM, Visitor, form_secret, keep, language
from starter.pages.spans import term_name

_HERE: Final = Path(__file__).parent

STYLE: Final = (_HERE / "style.css").read_text(encoding="utf-8")
STYLED: Final = sha256(STYLE.encode()).hexdigest()[:12]
"""Goes with the address of the style, so that browsers keep it until it changes."""

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What a browser may load for a page: the style, and nothing that runs."""

SHUT: Final = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "styled": STYLED,
        "secret_name": FIELD,
        "day_and_hour": words.said_due,
        "moment": words.said_moment,
        "day": words.said_day,
        "from_now": words.said_from_now,
        "explained": explained,
        "said_in": said_in,
        "role": words.role_word,
        "process_title": words.process_title,
        "case_word": words.case_word,
        "case_title": words.case_title,
        "kind_word": words.kind_word,
        "kernel": words.kernel_word,
        "field": field_word,
        "value": value_word,
        "name_word": name_word,
        "said": said_value,
        "in_short": in_short,
        "documents_in": documents_in,
        "kinds": KINDS,
        "said_size": words.said_size,
        "term_word": term_name,
        "instant": datetime.fromisoformat,
    }
    made.filters["role_of"] = words.role_word
    return made


def warm() -> None:
    """Read all templates beforehand, so that nobody's look at a page waits for it."""
    made = _templates()
    for name in made.list_templates():
        made.get_template(name)


def page(
    request: Request, name: str, seen: Visitor | None, status: int = 200, **given: Any
) -> HTMLResponse:
    """Draw a page.

    Args:
        request: What asked for it.
        name: Of its template.
        seen: Whoever looks; none before the sign-in.
        status: HTTP status.
        given: What the template needs.
    """
    lang, secret = language(request), form_secret(request)
    said = (
        _templates()
        .get_template(f"{name}.html.j2")
        .render(
            lang=lang,
            t=lambda key, **parts: words.t(key, lang, **parts),
            seen=seen,
            secret=secret,
            here=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            path=request.url.path,
            **given,
        )
    )
    response = HTMLResponse(said, status, headers=SHUT)
    if request.cookies.get(FORM) != secret:
        keep(request, response, FORM, secret)
    return response

"""The front door's process with the pages beside the API: same port, same settings.

    python -m starter.pages.serve      serve until SIGTERM or Ctrl-C

`starter.api.serve` says which settings there are, and serves the API alone. Where an issuer of
tokens is named, people sign in at its page if the pages are registered there:
``VADE_OIDC_CLIENT_ID`` and, if it has one, ``VADE_OIDC_CLIENT_SECRET``;
``VADE_OIDC_AUTHORIZE_URL``, ``VADE_OIDC_TOKEN_URL``; ``VADE_PAGES_URL``, the address of these
pages; ``VADE_OIDC_SCOPE``.
Otherwise a proxy before the pages signs people in, and hands their token on as
``Authorization: Bearer``.
"""

import os
import sys

from starlette.types import ASGIApp

from starter.api.desk import Desk
from starter.api.serve import main
from starter.pages.app import warm, with_pages
from starter.pages.issuer import issuer_from


def application(desk: Desk) -> ASGIApp:
    """Return the API with the pages beside it, by the settings of the environment."""
    warm()
    return with_pages(desk, issuer_from(os.environ))


if __name__ == "__main__":
    code = main(application)
    sys.stdout.flush()
    # Temporal's core may still be working while Python finalises
    os._exit(code)

"""The front door's process with the pages beside the API: same port, same settings.

    python -m starter.pages.serve      serve until SIGTERM or Ctrl-C

`starter.api.serve` says which settings there are, and serves the API alone.
"""

import os
import sys

from starter.api.serve import main
from starter.pages.app import with_pages

if __name__ == "__main__":
    code = main(with_pages)
    sys.stdout.flush()
    # Temporal's core may still be working while Python finalises
    os._exit(code)

"""Exit codes of ``vade``: part of the contract, since scripts go by them."""

from typing import Final

OK: Final = 0
REFUSED: Final = 1
TROUBLE: Final = 2
NOT_FOUND: Final = 3
RECEIVED: Final = 4

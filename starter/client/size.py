"""How large a message may be: measured here, before it is sent or taken in.

Temporal refuses what is larger than it carries only after a case has seen it, and that stops the
case. So nothing leaves this door, or enters the register of receipts, that comes near.
"""

from typing import Final

from pydantic import BaseModel

from starter.client.answers import TooLarge
from workflows.kernel.values import canonical

MOST_BYTES: Final = 1_000_000
"""Of a message as JSON. The register of receipts holds the same (migration 0010)."""


def measured(message: BaseModel) -> None:
    """Let a message pass that can be carried.

    Raises:
        TooLarge: It is larger than that.
    """
    size = len(canonical(message.model_dump(mode="json")).encode(errors="replace"))
    if size > MOST_BYTES:
        raise TooLarge.of(
            f"the message has {size:,} bytes", f"a case can take {MOST_BYTES:,} bytes at once"
        )

"""How an activity fails.

    the outside is down              the driver's own exception, left alone: Temporal retries
    the outside says data is wrong   `Unusable`, not retried: an operator must act
    the journal would fork           `JournalForked`, not retried: stop and alert

A retry cannot mend the last two, and retrying them would hide them behind a rising attempt count.
"""

from temporalio.exceptions import ApplicationError


class Unusable(ApplicationError):
    """Data from outside is wrong; the case waits for an operator."""

    def __init__(self, message: str) -> None:
        super().__init__(message, type="Unusable", non_retryable=True)


class JournalForked(ApplicationError):
    """A case and its journal tell two different stories; nothing more may be recorded."""

    def __init__(self, message: str) -> None:
        super().__init__(message, type="JournalForked", non_retryable=True)

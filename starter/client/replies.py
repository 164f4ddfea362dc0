"""What a case replies, as the client returns or raises it."""

from typing import Final

from pydantic import TypeAdapter, ValidationError
from temporalio.exceptions import ApplicationError

from activities.journal.receipts import Reply
from starter.client.answers import Refused, unfit
from workflows.kernel.case.message import Answer
from workflows.kernel.case.refusal import Reason, Refusal

_REASONS: Final = TypeAdapter(tuple[Reason, ...])


def answer_in(reply: Reply) -> Answer:
    """Return the answer in a case's reply, or raise its refusal."""
    if not reply.admitted:
        raise Refused(Refusal.model_validate(reply.said).reasons)
    return Answer.model_validate(reply.said)


def no_from(cause: BaseException | None) -> Refused:
    """Return the refusal that a case's failure carries; other failures keep their words."""
    if isinstance(cause, ApplicationError) and cause.type == "Refused" and cause.details:
        try:
            return Refused(_REASONS.validate_python(cause.details[0]))
        except ValidationError:
            return unfit(str(cause))
    return unfit(str(cause))


def closed(rule: str, outcome: str) -> Refused:
    """Return what a case that has ended says to everything."""
    return Refused.because(
        rule,
        what=f"the case is closed: {outcome}",
        why="nothing is admitted after a case has ended",
        do="file a new application, or object where the regulation offers it",
    )

"""By what a draft is reviewed."""

from workflows.textbook_review.messages.review import Application


def is_scored(draft: Application) -> bool:
    """Return whether a draft gets a score: updates and translations do not (T-17.25, T-11.2b)."""
    return draft.updates is None and draft.translation_of is None

"""Search attributes of a case: the one list that code, deployment and tests share.

An attribute the server does not know, or knows with another type, stops every workflow task.
Plain text and eventually consistent: they serve the operators' filters, nothing decides on them.
No personal data: ``Applicant`` is opaque and unset from coding on (design, invariant 11).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SEARCH_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Process": "Keyword",
        "Stage": "Keyword",
        "WaitingOn": "Keyword",  # a role
        "NextTerm": "Keyword",  # a rule ID
        "Institution": "Keyword",  # a code
        "Applicant": "Keyword",
        "Rulebook": "Keyword",
        "Outcome": "Keyword",
        "NextDue": "Datetime",  # the last second in time
        "ReceivedAt": "Datetime",
        "Overdue": "Bool",
        "NeedsAttention": "Bool",
        "OpenTerms": "KeywordList",  # rule IDs
    },
)
"""Name of each attribute and its Temporal type, as ``temporal operator search-attribute`` takes it.

Within the limits of the SQLite and PostgreSQL visibility stores: ten Keyword, three of each other.
"""

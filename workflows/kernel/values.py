"""Small values that all else is made of, and the one JSON text of a value."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)
from typing_extensions import override

PersonId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
"""Opaque key of a person or partner; names lie in the registers."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,32}$")]
"""Code of an institution, school, district or province."""

RegisterNo = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9./-]{1,40}$")]
"""Number under which an office registered a report, order, letter, receipt or decision."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
"""An entry of the ministry's lists, as they write it: ``dil-ve-anlatim``."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""Digest of a stored document, in hex."""

DOCUMENT_KIND = "x-document"
"""In a schema: the media type of the document that a field names."""

PdfSha256 = Annotated[Sha256, Field(json_schema_extra={DOCUMENT_KIND: "application/pdf"})]
"""Digest of a document that has to be a PDF."""


def _of_our_time(instant: datetime) -> datetime:
    if not 1900 <= instant.year < 2200:
        raise ValueError("the year must be between 1900 and 2199")
    return instant


SentInstant = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
"""Instant that a sender states: near the ends of the calendar no zone could show it."""

Text = Annotated[str, StringConstraints(min_length=3, max_length=2000, strip_whitespace=True)]


_UNNOTED: Final[frozenset[str]] = frozenset()
_SET: Final = object.__setattr__


class Frozen(BaseModel):
    """A value: equal by content, never changed in place, nothing unknown in it.

    Which of its fields were named when it was made is no part of it, and is not kept: workers have
    thousands of cases at hand, and each would have a set for every value in it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @override
    def model_post_init(self, context: Any, /) -> None:
        """Forget which fields were named."""
        _SET(self, "__pydantic_fields_set__", _UNNOTED)

    @override
    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy in which some fields, which nobody checks, have other values."""
        assert not deep, "what a value has in it never changes, and may be shared"
        copied = self.__new__(type(self))
        _SET(copied, "__dict__", {**self.__dict__, **(update or {})})
        _SET(copied, "__pydantic_extra__", None)
        _SET(copied, "__pydantic_fields_set__", _UNNOTED)
        private = self.__pydantic_private__
        _SET(copied, "__pydantic_private__", None if private is None else {**private})
        return copied


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": "ş"})
    '{"a":"ş","b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON, in hex."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()

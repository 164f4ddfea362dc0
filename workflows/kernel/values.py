"""Small values that every regulation's messages are made of."""

from typing import Annotated

from pydantic import StringConstraints

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

Text = Annotated[str, StringConstraints(min_length=3, max_length=2000, strip_whitespace=True)]

"""Series in which letters (Sayı) are numbered, without gaps in each series and year."""

from typing import Final

from activities.post.grounds import ISSUERS, LAWS

SERIES: Final = {letter: law.code for letter, law in LAWS.items()}
"""The first letter of a rule to the series of its regulation."""

OWN_SERIES: Final = {role: issuer.code for role, issuer in ISSUERS.items()}
"""An office that signs its own letters to its series; each institution has one of its own."""

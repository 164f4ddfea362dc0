"""Invented people, and the roles that deal with them."""

from workflows.course.offices import Office
from workflows.course.process import COURSE
from workflows.kernel.roles import Actor

MANAGER = Actor(role=Office.PRINCIPAL, id="m-1", institution="99970001")
DIRECTORATE = Actor(role=Office.EDUCATION_DIRECTORATE, id="mem-1")
GENERAL = Actor(role=Office.DIRECTORATE_GENERAL, id="gd-1")
PROVINCE = Actor(role=Office.USER_ADMINISTRATOR, id="il-1")
OTHERS = tuple(Actor(role=role, id="x-1", institution="99970001") for role in COURSE.roles)
"""Everybody, once."""


def an_identity_number(nth: int) -> str:
    """Return the nth of invented numbers with their check digits worked out from the definition.

    The tenth digit is seven times the sum of the digits at odd places, less that of those at even
    places; the eleventh is the sum of the first ten; of both the last digit counts.
    """
    digits = [int(digit) for digit in str(100_000_000 + nth)]
    digits.append((7 * sum(digits[0::2]) - sum(digits[1::2])) % 10)
    digits.append(sum(digits) % 10)
    return "".join(str(digit) for digit in digits)

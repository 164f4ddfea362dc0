"""Forms for the registers beside a course: people, what is kept of them, their accounts.

They change no case and are not commands: the register answers whoever fills them in. They are
the only documents with personal data, so neither printing one nor a refusal repeats what it says.
"""

from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from stdnum.tr import tckimlik

from workflows.course.offices import Office
from workflows.kernel.values import Code, Frozen, PersonId, RegisterNo, Sha256, Slug, Text


def _checked(number: str) -> str:
    if not tckimlik.is_valid(number):
        raise ValueError("no identity number: a digit is wrong, or two have changed places")
    return number


NationalId = Annotated[
    str, StringConstraints(pattern=r"^[1-9][0-9]{10}$"), AfterValidator(_checked)
]
"""T.C. kimlik numarası, or a foreigner's: eleven digits, of which the last two check the others."""

CaseId = Annotated[str, StringConstraints(pattern=r"^course-[A-Za-z0-9-]{1,40}$")]

Lira = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)]
"""An amount paid, to the kuruş."""


def _opaque(key: str) -> str:
    if any(key[start : start + 11].isdecimal() for start in range(len(key) - 10)):
        raise ValueError("a key is shown everywhere: it may not hold an identity number")
    return key


PersonKey = Annotated[PersonId, AfterValidator(_opaque)]
"""Opaque key of a person, and not an identity number by mistake."""


class Form(Frozen):
    """A form; its errors do not repeat what was written in it."""

    model_config = ConfigDict(hide_input_in_errors=True)


class CourtDecision(Form):
    """Mahkeme kararı: that an identity be hidden, or no longer (C-2.2)."""

    number: RegisterNo
    decided_on: date
    document: Sha256
    """The decision itself, as it came with the official letter."""


class Registration(Form):
    """A person by identity number and date of birth (C-2.1)."""

    national_id: NationalId = Field(repr=False)
    birth_date: date = Field(repr=False)
    person: PersonKey | None = None
    """Key of the caller's choice; issued where there is none."""
    hidden_by: CourtDecision | None = None
    """The decision by which the identity is hidden from the beginning (C-2.2)."""


class Search(Form):
    """Sorgula: number and date of birth by which somebody is to be found (C-2.1)."""

    national_id: NationalId = Field(repr=False)
    birth_date: date = Field(repr=False)


class IdentityOrder(Form):
    """A court decision about the identity of somebody who is known (C-2.2)."""

    person: PersonKey
    decision: CourtDecision


class NumberCorrection(Form):
    """Kimlik numarası değişikliği: the official letter and both registry extracts (C-16.1)."""

    person: PersonKey
    national_id: NationalId = Field(repr=False)
    letter_no: RegisterNo
    former_extract: Sha256
    """Nüfus kayıt örneği with the former number."""
    new_extract: Sha256


class Photo(Form):
    """Kursiyer fotoğrafı (C-3.1)."""

    person: PersonKey
    photo: Sha256
    upright_passport_photo: bool
    """Whoever adds it has looked: the right way up, and of the passport type."""


class MissedLesson(Form):
    """Devamsızlık: hours of one lesson that a trainee missed (C-12.1)."""

    person: PersonKey
    case_id: CaseId
    lesson_on: date
    starts_at: time
    hours: Annotated[int, Field(ge=0, le=12)]
    """0 takes back what was recorded by mistake."""


class CourseFee(Form):
    """Ücret, dekont: a fee or an instalment of it (C-11.1)."""

    person: PersonKey
    case_id: CaseId
    explanation: Text
    paid_on: date
    amount: Lira
    receipt_no: RegisterNo
    """Of the institution whose manager enters it: no two payments have the same one."""


class FeeCorrection(Form):
    """Dekont düzeltme: what a receipt that was entered wrong stands for (C-11.1)."""

    person: PersonKey
    case_id: CaseId
    explanation: Text
    paid_on: date
    amount: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
    """0: there was no such payment."""
    receipt_no: RegisterNo
    reason: Text


class OlderCertificate(Form):
    """Önceki belge: a certificate from before this system (R-C.20)."""

    person: PersonKey
    programme: Slug
    level: Annotated[int, Field(ge=1, le=20)] | None = None
    number: RegisterNo
    dated_on: date
    withdrawn: bool = False
    """Entered by mistake: there is no such certificate."""
    reason: Text | None = None
    """Owed where it was entered before, and is corrected or withdrawn now."""


class AccountRole(StrEnum):
    """What an account entitles to."""

    USER_ADMINISTRATOR = Office.USER_ADMINISTRATOR.value  # kurum kullanıcı: the institution's own
    PRINCIPAL = Office.PRINCIPAL.value  # kurum müdürü


class AccountOpening(Form):
    """Yeni kullanıcı: an account for one person at one institution (C-17.1)."""

    institution: Code
    role: AccountRole
    person: PersonKey


class AccountClosing(Form):
    """Kullanıcı silme: somebody has left an institution (C-17.3)."""

    institution: Code
    person: PersonKey

"""Who reads which register, and how far; who fills its forms in stands with the forms.

Whoever is not named reads nothing. What names people is read by those alone who keep it, and what
tells whose a draft is by no reviewer (T-13.2b).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from activities.listing import Sees
from starter.api.access.policy import Grant
from starter.api.access.reach import eyes_of
from starter.client.processes import ROLES
from starter.forms.doors import DOORS, Door
from workflows.kernel.roles import Role


class Breadth(StrEnum):
    """How far somebody reads."""

    ALL = "all"
    """Every row."""
    GRANTED = "granted"
    """As far as their grant: all, or what is their own, their institution's, of their cases."""
    INSTITUTION = "institution"
    """Of the institution that their token names; where it names none, as far as their grant."""


class Register(NamedTuple):
    """One register: what it is called, who reads it, and how."""

    tr: str
    en: str
    readers: Mapping[str, Breadth]
    one_by_one: bool = False
    """Whether a row is shown only to whoever knows its key: nobody takes a list of people away."""

    def sees(self, grants: tuple[Grant, ...]) -> Sees | None:
        """Return what somebody sees of it; none if they do not read it."""
        reading = [
            (grant, self.readers[grant.role]) for grant in grants if grant.role in self.readers
        ]
        if not reading:
            return None
        seen = [_sees(grant, breadth) for grant, breadth in reading]
        return Sees(
            everything=any(each.everything for each in seen),
            institutions=tuple(code for each in seen for code in each.institutions),
            subjects=tuple(key for each in seen for key in each.subjects),
            cases=eyes_of(
                grant
                for (grant, breadth), each in zip(reading, seen, strict=True)
                if breadth is Breadth.GRANTED and not each.everything
            ),
        )

    def doors(self, name: str) -> dict[str, Door]:
        """Return its forms by name."""
        return {form: door for form, door in DOORS.items() if door.register == name}


def _sees(grant: Grant, breadth: Breadth) -> Sees:
    own = () if grant.institution is None else (grant.institution,)
    if breadth is Breadth.INSTITUTION and own:
        return Sees(institutions=own)
    if breadth is Breadth.ALL or grant.scope == "all":
        return Sees(everything=True)
    match grant.scope:
        case "own":
            return Sees(institutions=own, subjects=(grant.id,))
        case "institution":
            return Sees(institutions=own)
        case "named":
            return Sees()


def _readers(breadth: Breadth, *roles: str) -> dict[str, Breadth]:
    return dict.fromkeys((str(role) for role in roles), breadth)


_EVERYBODY: Final = _readers(Breadth.ALL, *(role for role in ROLES if role != Role.SYSTEM))
_RUNNING: Final = _readers(
    Breadth.GRANTED,
    "general-directorate",
    "provincial-directorate",
    "district-directorate",
    "principal",
    "ministry",
)
_OUTSIDE: Final = _readers(Breadth.GRANTED, "applicant", "partner", "third-party")

REGISTERS: Final[Mapping[str, Register]] = MappingProxyType(
    {
        "programmes": Register("Kurs programları", "Programmes", _EVERYBODY),
        "classrooms": Register(
            "Derslikler",
            "Classrooms",
            {
                **_readers(
                    Breadth.ALL,
                    "education-directorate",
                    "general-directorate",
                    "branch-manager",
                    "district-director",
                    "operator",
                ),
                **_readers(Breadth.GRANTED, "principal"),
            },
        ),
        "people": Register(
            "Kişiler", "People", _readers(Breadth.ALL, "general-directorate"), one_by_one=True
        ),
        "absences": Register("Devamsızlıklar", "Absences", _readers(Breadth.GRANTED, "principal")),
        "fees": Register("Kurs ücretleri", "Course fees", _readers(Breadth.GRANTED, "principal")),
        "older-certificates": Register(
            "Önceki belgeler",
            "Older certificates",
            _readers(Breadth.ALL, "education-directorate", "general-directorate"),
        ),
        "accounts": Register(
            "Kullanıcı hesapları", "Accounts", _readers(Breadth.INSTITUTION, "user-administrator")
        ),
        "members": Register("İş birliğine katılanlar", "Members of agreements", _RUNNING),
        "reports": Register("Faaliyet raporları", "Reports of members", _RUNNING),
        "trainings": Register("Kurs ve seminerler", "Trainings under agreements", _RUNNING),
        "tool-decision-uses": Register(
            "Uygunluk kararlarının kullanımı",
            "Uses of decisions on tools",
            {
                **_readers(
                    Breadth.ALL, "presidency", "publications-department", "registry", "operator"
                ),
                **_readers(Breadth.GRANTED, "applicant"),
            },
        ),
        "coefficients": Register("Memur aylık katsayıları", "Coefficients", _EVERYBODY),
        "sanctions": Register(
            "Yasaklar",
            "Sanctions",
            {
                **_readers(Breadth.ALL, "presidency", "board", "registry", "operator"),
                **_readers(Breadth.GRANTED, "applicant"),
            },
        ),
        "book-titles": Register(
            "Kitap künyeleri",
            "Titles of books",
            _readers(Breadth.ALL, "presidency", "publications-department", "registry"),
        ),
        "calendar": Register("Takvim", "Calendar", _EVERYBODY),
        "addresses": Register(
            "Adresler",
            "Addresses",
            {**_readers(Breadth.ALL, "registry", "operator"), **_OUTSIDE},
            one_by_one=True,
        ),
        "office-addresses": Register(
            "Makam adresleri", "Addresses of offices", _readers(Breadth.ALL, "registry", "operator")
        ),
    }
)
"""Every register beside the cases, by the name in its address."""

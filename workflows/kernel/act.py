"""Acts: what may change a case, who did it, and how a case says no.

An act reaches the gate in one of two shapes: a command sent by somebody, or an occasion of the
clock. Both carry the instant from which they count; the gate judges by that instant alone.
"""

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    PrivateAttr,
    StringConstraints,
)

from workflows.kernel.values import Code, PersonId


class Frozen(BaseModel):
    """A value: equal by content, never changed in place, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Role(StrEnum):
    """Who may act. Values are what callers send; the official term is in the comment."""

    APPLICANT = "applicant"  # başvuru sahibi
    REGISTRY = "registry"  # evrak kaydı: files paper for others, may state an earlier receipt
    PRESIDENCY = "presidency"  # Talim ve Terbiye Kurulu Başkanlığı
    BOARD = "board"  # Kurul
    REVIEW_DEPARTMENT = "review-department"  # Projeler ve İnceleme Dairesi Başkanlığı
    DIRECTORATE = "directorate"  # Müdürlük
    REVOLVING_FUND = "revolving-fund"  # Döner Sermaye İşletmesi
    PUBLICATIONS_DEPARTMENT = "publications-department"  # Yayımlar Dairesi Başkanlığı
    BOOKS_BRANCH = "books-branch"  # Özel Sektör Kitapları Şubesi Müdürlüğü
    PRELIMINARY_COMMISSION = "preliminary-commission"  # ön inceleme komisyonu
    REVIEW_COMMISSION = "review-commission"  # inceleme komisyonu
    EVALUATION_COMMISSION = "evaluation-commission"  # değerlendirme komisyonu
    MINISTRY = "ministry"  # Bakanlık
    PRINCIPAL = "principal"  # Kurum Müdürü
    SCHOOL_COORDINATOR = "school-coordinator"  # okul koordinatörü
    BRANCH_MANAGER = "branch-manager"  # İlçe Şube Müdürü
    DISTRICT_DIRECTOR = "district-director"  # İlçe Millî Eğitim Müdürü
    EDUCATION_DIRECTORATE = "education-directorate"  # il / ilçe Millî Eğitim Müdürlüğü
    GENERAL_DIRECTORATE = "general-directorate"  # Genel Müdürlük
    USER_ADMINISTRATOR = "user-administrator"  # il / ilçe MEM, kurum Kullanıcı Yönetici
    PARTNER = "partner"  # iş birliği yapan kurum veya kuruluş
    DISTRICT_DIRECTORATE = "district-directorate"  # ilçe millî eğitim müdürlüğü
    PROVINCIAL_DIRECTORATE = "provincial-directorate"  # il millî eğitim müdürlüğü
    MINISTER = "minister"  # Bakan ya da uygun göreceği yönetici
    GOVERNOR = "governor"  # Vali
    OPERATOR = "operator"  # sistem işletmeni: no legal act, only repairs
    SYSTEM = "system"  # Vade itself: the clock, a message between cases


class Actor(Frozen):
    """Who acts: a role, an opaque identifier and, where it matters, the institution's code."""

    role: Role
    id: PersonId
    institution: Code | None = None


VADE = Actor(role=Role.SYSTEM, id="vade")


class Reason(Frozen):
    """One reason of a refusal: the rule, what is wrong, why, and what to do about it."""

    rule: str
    what: str
    why: str
    do: str


class Refusal(Frozen):
    """The law says no to an act. A value, not an error: the case goes on."""

    reasons: tuple[Reason, ...] = Field(min_length=1)

    @property
    def refused_by(self) -> str:
        """Rule ID of the first reason."""
        return self.reasons[0].rule

    @classmethod
    def because(cls, rule: str, *, what: str, why: str, do: str) -> "Refusal":
        """Refuse for a single reason."""
        return cls(reasons=(Reason(rule=rule, what=what, why=why, do=do),))


class Message(Frozen):
    """The document that a command brings; decoded from the case file it knows when it counts."""

    command: ClassVar[str]
    """Name of the update and signal, a verb: ``submit_corrected_draft``."""
    declared: ClassVar[object]
    """Who may send it, where and by which rule; see `workflows.kernel.declared`."""

    _counts_from: datetime | None = PrivateAttr(default=None)
    _actor: Actor | None = PrivateAttr(default=None)
    _known: dict[str, JsonValue] | None = PrivateAttr(default=None)

    @property
    def counts_from(self) -> datetime:
        """The instant from which this document counts (its receipt)."""
        assert self._counts_from is not None, "only a document read from the case file has one"
        return self._counts_from

    @property
    def actor(self) -> Actor:
        """Who filed it."""
        assert self._actor is not None, "only a document read from the case file has one"
        return self._actor

    @property
    def known(self) -> dict[str, JsonValue] | None:
        """What a register knew when it was asked about it; none before it has been asked."""
        return self._known

    def learn(self, known: dict[str, JsonValue]) -> None:
        """Note what a register knows."""
        self._known = known

    def filed(self, at: datetime, by: Actor) -> None:
        """Note when and by whom it was filed; called once, when the case file is read."""
        self._counts_from = at
        self._actor = by


class Envelope(Frozen):
    """A command as it is sent: an update, or a signal of the same name.

    ``received_at`` is set by the front door from the database's clock. ``register_no`` goes with a
    paper filing: the registry states the number, and with it an earlier receipt.
    """

    v: Literal[1] = 1
    command_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,80}$")]
    received_at: AwareDatetime | None = None
    register_no: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None
    actor: Actor
    body: dict[str, JsonValue] = Field(default_factory=dict)


class StartMessage(Frozen):
    """The argument of every workflow: one filing that opens a case."""

    v: Literal[1] = 1
    file_no: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$")]
    received_at: AwareDatetime
    actor: Actor
    body: dict[str, JsonValue]


class OpenTerm(Frozen):
    """One open term as an answer or a view shows it."""

    rule: str
    key: str
    due_at: AwareDatetime | None
    """Last instant in time; none while the clock stands still."""
    state: str


class Answer(Frozen):
    """What the sender of an admitted command gets back."""

    command_id: str
    stage: str
    entry: int
    """Number of the journal entry."""
    terms: tuple[OpenTerm, ...]


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": "ş"})
    '{"a":"ş","b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON, in hex."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()

"""Programmes played at the gate, and the documents that complete their rows."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pydantic import JsonValue
from typing_extensions import override

from starter.runtime.serving import editions_of
from tests.kit.calendars import turkish_calendar
from tests.kit.plays import Play, at
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import StartMessage
from workflows.kernel.case.records import Entry, Opening
from workflows.kernel.law.rulebook import Rulebook, edition_on
from workflows.kernel.roles import Actor
from workflows.partnership.messages import Row
from workflows.partnership.offices import Office
from workflows.partnership.process import PARTNERSHIP

Body = dict[str, JsonValue]

EDITIONS = editions_of(PARTNERSHIP)
BOOK = edition_on(EDITIONS, date(2026, 6, 15))

MALATYA, KAYSERI = "44990001", "38990001"
"""Invented codes of the two partner schools."""
SCHOOLS = (MALATYA, KAYSERI)
STRANGER = "06990001"

FILED = "2026-06-15T10:00"
"""A Monday before the edition 2026-27, the worked example of the catalogue."""
DIGEST: Final = "a" * 64

ABOUT: Final[dict[Row, Body]] = {
    Row.STATE_OF_SCHOOLS: {"meeting": "online", "participants": ["managers", "counsellors"]},
    Row.SUBJECT_GROUPS: {"meeting": "in-person", "participants": ["subject-group-heads"]},
    Row.FIRST_VISITS: {"halves": ["visits", "cooperation"]},
    Row.SECOND_VISITS: {"halves": ["visits", "cooperation"]},
    Row.FIRST_LEVEL_TESTS: {"grades": [9, 10, 11]},
    Row.SECOND_LEVEL_TESTS: {"grades": [9, 10, 11]},
}
"""What a report says of rows that ask for something in particular."""

JOINT: Final = tuple(
    row for row in Row if row not in {Row.WEB_SITES, Row.COORDINATORS, Row.MONITORING}
)
"""Rows 2 and 4 to 14: reported as joint actions."""


TO_JUNE: Final = [row.value for row in Row][:-1]
"""Rows 1 to 14, whose months are over when the reports are filed."""

SHARED: Final[Body] = {"school": MALATYA, "topic": "Deney föyleri", "materials": [DIGEST]}
"""Material that one school shares."""


def a_report(row: Row, held_on: str, school: str = MALATYA, **changes: JsonValue) -> Body:
    """A joint action that is begun, as its row asks for it."""
    usual: Body = {
        "row": row.value,
        "school": school,
        "held_on": held_on,
        "progress": "begun",
        "note": "İki okul birlikte yürüttü.",
    }
    return usual | ABOUT.get(row, {}) | changes


class Programme(Play):
    """One programme; who sends something acts for the school that it is about."""

    @override
    def command(
        self,
        name: str,
        role: str,
        received: str,
        body: Mapping[str, JsonValue] | None = None,
        *,
        institution: str | None = None,
        **more: Any,
    ) -> Command:
        written = super().command(name, role, received, body, **more)
        own = institution or str((body or {}).get("school", MALATYA))
        actor = Actor(role=role, id=f"{role}-{own}", institution=own)
        envelope = written.envelope.model_copy(
            update={"actor": actor, "command_id": f"{name}.{received}.{own}".replace(":", ".")}
        )
        return written.model_copy(update={"envelope": envelope})

    def reports(self, received: str, row: Row, held_on: str | None = None, **changes: Any) -> Entry:
        """Report a joint action, held on the day of its report unless said otherwise."""
        body = a_report(row, held_on or received[:10], **changes)
        return self.send("report_activity", Office.SCHOOL_COORDINATOR, received, body)

    def skips(self, received: str, row: Row, school: str = MALATYA) -> Entry:
        body: Body = {"row": row.value, "school": school, "reason": "Yol gideri karşılanamadı."}
        return self.send("skip_activity", Office.SCHOOL_COORDINATOR, received, body)

    def publishes(self, received: str, school: str, on: str | None = None) -> Entry:
        body: Body = {"school": school, "published_on": on or received[:10], "note": "Sitede."}
        return self.send("publish_joint_work", Office.PRINCIPAL, received, body)

    def names(self, received: str, school: str, coordinator: str | None = None) -> Entry:
        """Name a school's coordinator: the person who acts for it here, or another."""
        person = coordinator or f"{Office.SCHOOL_COORDINATOR}-{school}"
        body: Body = {"school": school, "coordinator": person, "named_on": received[:10]}
        return self.send("name_coordinators", Office.PRINCIPAL, received, body)

    def takes_back(self, received: str, row: Row, on: str | None, school: str = MALATYA) -> Entry:
        body: Body = {"school": school, "row": row.value, "on": on, "reason": "Yanlış bildirildi."}
        return self.send("take_back_report", Office.PRINCIPAL, received, body)

    def evaluates(self, received: str, school: str) -> Entry:
        """File a school's monitoring report."""
        body: Body = {"school": school, "report": DIGEST}
        return self.send("file_evaluation_report", Office.SCHOOL_COORDINATOR, received, body)

    def does_all(self, *but: Row) -> None:
        """Do every row up to June of 2026-27 at noon of the fifteenth of its month, some aside."""
        for day, rows in FIFTEENTHS.items():
            for row in rows:
                if row in but:
                    continue
                if row is Row.WEB_SITES:
                    self.publishes(f"{day}T12:00", MALATYA)
                    self.publishes(f"{day}T12:05", KAYSERI)
                elif row is Row.COORDINATORS:
                    self.names(f"{day}T12:10", MALATYA)
                    self.names(f"{day}T12:15", KAYSERI)
                else:
                    self.reports(f"{day}T12:{20 + int(row.value[2:])}", row)

    @property
    def states(self) -> dict[str, str]:
        """How every row stands, as the schools' screens show it."""
        return dict(self.process.screen(self.reading.file, self.reading.stage))

    def rows_in(self, state: str) -> list[str]:
        return [row for row, found in self.states.items() if found == state]

    def rows(self, register: str) -> list[Body]:
        """What a register has of this case."""
        return [entered.row for entered in self.registers if entered.into == register]


FIFTEENTHS: Final = {
    "2026-08-15": (Row.WEB_SITES,),
    "2026-09-15": (Row.STATE_OF_SCHOOLS, Row.COORDINATORS, Row.SUBJECT_GROUPS, Row.FIRST_VISITS),
    "2026-10-15": (Row.SUPPORT_COURSES, Row.UNIVERSITY_EXAM),
    "2026-11-15": (Row.FIRST_LEVEL_TESTS,),
    "2026-12-15": (Row.PATENTS,),
    "2027-01-15": (Row.MATERIAL_SUPPORT,),
    "2027-02-15": (Row.CAREER_PLANNING,),
    "2027-03-15": (Row.COMMUNITY_SERVICE,),
    "2027-04-15": (Row.SECOND_LEVEL_TESTS,),
    "2027-05-15": (Row.SECOND_VISITS,),
}


def a_filing(
    received: str = FILED, *, role: str = Office.PRINCIPAL, school: str = MALATYA, **plan: JsonValue
) -> StartMessage:
    """The filing that opens a programme; for 2026-27 unless said otherwise."""
    usual: Body = {"schools": list(SCHOOLS), "school_year": 2026}
    return StartMessage(
        file_no=f"{received[:4]}-0001",
        received_at=at(received),
        actor=Actor(role=role, id=f"{role}-{school}", institution=school),
        body=usual | plan,
    )


def registers(book: Rulebook = BOOK) -> Opening:
    """What a case is told when it opens."""
    return Opening(calendar=turkish_calendar(), rulebook=book)


def opened(received: str = FILED, *, book: Rulebook = BOOK, **plan: Any) -> Programme:
    """A programme that has just been opened."""
    return Programme.opens(PARTNERSHIP, a_filing(received, **plan), registers(book))


def running() -> Programme:
    """In its first month."""
    programme = opened()
    programme.until("2026-08-03T09:00")
    return programme


def reporting(*not_done: Row) -> Programme:
    """In July, everything done in time but some rows."""
    programme = opened()
    programme.does_all(*not_done)
    programme.until("2027-07-01T09:00")
    return programme

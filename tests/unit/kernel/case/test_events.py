"""What an entry of the journal tells others: which events, in which order, and naming nobody."""

from datetime import UTC, date, datetime
from typing import Any

from workflows.kernel.case.events import (
    PREFIX,
    CaseOf,
    Closed,
    CommandAdmitted,
    CommandHeld,
    CommandRefused,
    Happened,
    LetterIssued,
    Opened,
    StageChanged,
    TermClosed,
    TermExpired,
    TermMoved,
    TermOpened,
    events_of,
)
from workflows.kernel.case.records import Entry
from workflows.kernel.law.term import TermState
from workflows.kernel.roles import Actor, Role

CASE = CaseOf(case_id="textbook-review-2031-0042", process="textbook-review", file_no="2031-0042")
COUNTS = datetime(2031, 4, 24, 7, 0, tzinfo=UTC)
SETTLED = datetime(2031, 4, 24, 9, 30, tzinfo=UTC)
FIRST, LATER = datetime(2031, 5, 26, 14, 30, tzinfo=UTC), datetime(2031, 6, 2, 14, 30, tzinfo=UTC)


def an_entry(kind: str, name: str, effects: Any, *, command_id: str | None = None) -> Entry:
    return Entry(
        n=7,
        kind=kind,
        name=name,
        rule="T-17.15b",
        counts_from=COUNTS,
        settled_at=SETTLED,
        actor=Actor(role=Role.APPLICANT, id="yayinevi-7", institution="99001122"),
        command_id=command_id,
        body={"title": "Örnek Ders Kitabı"},
        effects=effects,
        previous_hash="0" * 64,
        hash="1" * 64,
        answer={"said": "yayinevi-7"},
    )


def told(entry: Entry, *, before: str | None = "correction", known: Any = ()) -> list[Happened]:
    return [e.data for e in events_of(CASE, entry, stage_before=before, known=known)]


def common(stage: str) -> dict[str, Any]:
    own = {"entry": 7, "rule": "T-17.15b", "counts_from": COUNTS, "stage": stage}
    return CASE.model_dump() | own


def a_change(key: str, state: str, due: datetime | None, **more: Any) -> dict[str, Any]:
    return {"key": key, "state": state, "due_at": due and due.isoformat(), **more}


def test_one_entry_tells_act_stage_terms_letters_and_end_in_this_order() -> None:
    effects = {
        "stage": "closed",
        "terms": [a_change("T-17.15b", "met", FIRST), a_change("T-22.1", "open", LATER)],
        "notices": ["T-17.15b/1 → applicant", "T-17.15b/2 → principal/*"],
        "decision": {"outcome": "accepted", "rule": "T-17.17b", "on": "2031-04-24"},
    }
    entry = an_entry("command", "submit_corrected_draft", effects, command_id="c-7")
    said = common("closed")
    assert told(entry, known={"T-17.15b"}) == [
        CommandAdmitted(**said, command="submit_corrected_draft", role="applicant"),
        StageChanged(**said, was="correction"),
        TermClosed(**said, term="T-17.15b", due_at=FIRST, state=TermState.MET),
        TermOpened(**said, term="T-22.1", due_at=LATER, state=TermState.OPEN),
        LetterIssued(**said, occasion="T-17.15b/1", addressee="applicant"),
        LetterIssued(**said, occasion="T-17.15b/2", addressee="principal/*"),
        Closed(**said, outcome="accepted", outcome_rule="T-17.17b", on=date(2031, 4, 24)),
    ]


def test_an_event_is_a_cloud_event_whose_id_depends_on_case_entry_and_place_alone() -> None:
    effects = {"stage": "board", "notices": ["T-17.15a/1 → board"]}
    entry = an_entry("command", "record_evaluation_report", effects, command_id="c-7")
    later = entry.model_copy(update={"settled_at": LATER})
    events = events_of(CASE, entry, stage_before="evaluation", known=())
    again = events_of(CASE, later, stage_before="evaluation", known=())

    ids = [f"textbook-review-2031-0042:7:{place}" for place in (1, 2, 3)]
    assert [e.id for e in events] == ids == [e.id for e in again]
    assert events[0].model_dump(mode="json") == {
        "specversion": "1.0",
        "id": "textbook-review-2031-0042:7:1",
        "source": "urn:vade:cases",
        "type": f"{PREFIX}command-admitted",
        "subject": "textbook-review-2031-0042",
        "time": "2031-04-24T09:30:00Z",
        "datacontenttype": "application/json",
        "data": {
            "case_id": "textbook-review-2031-0042",
            "process": "textbook-review",
            "file_no": "2031-0042",
            "entry": 7,
            "rule": "T-17.15b",
            "counts_from": "2031-04-24T07:00:00Z",
            "stage": "board",
            "command": "record_evaluation_report",
            "role": "applicant",
        },
    }


def test_no_event_names_who_acted_nor_what_was_brought() -> None:
    effects = {
        "stage": "closed",
        "terms": [a_change("T-17.15b", "open", FIRST)],
        "notices": ["T-17.15b/1 → applicant"],
        "registers": ["books: yayinevi-7"],
        "pending": [{"command_id": "c-yayinevi-7", "because": "yayinevi-7"}],
        "decision": {"outcome": "accepted", "rule": "T-17.17b", "on": "2031-04-24"},
    }
    for kind in ("opened", "command", "held", "early", "conflict", "refused", "closure", "lapse"):
        entry = an_entry(kind, "submit_corrected_draft", effects, command_id="c-yayinevi-7")
        said = "".join(
            e.model_dump_json() for e in events_of(CASE, entry, stage_before=None, known=())
        )
        assert said
        for secret in ("yayinevi-7", "99001122", "Örnek"):
            assert secret not in said, kind


def test_a_case_is_opened_once_and_comes_from_no_other_stage() -> None:
    effects = {"stage": "preliminary-review", "terms": [a_change("T-13.1", "open", FIRST)]}
    said = common("preliminary-review")
    assert told(an_entry("opened", "start", effects), before=None) == [
        Opened(**said),
        TermOpened(**said, term="T-13.1", due_at=FIRST, state=TermState.OPEN),
    ]


def test_a_command_is_told_as_it_stands_held_refused_or_admitted() -> None:
    said = common("correction") | {"command": "file_objection", "role": "applicant"}
    effects = {"stage": "correction"}
    for kinds, event in (
        (("held", "early", "conflict"), CommandHeld(**said)),
        (("refused",), CommandRefused(**said)),
        (("command", "closure", "renewal", "extension"), CommandAdmitted(**said)),
    ):
        for kind in kinds:
            assert told(an_entry(kind, "file_objection", effects, command_id="c-7")) == [event]
    for kind in ("ignored", "stalled"):
        assert told(an_entry(kind, "file_objection", effects, command_id="c-7")) == []


def test_a_term_is_opened_once_moved_expires_and_closes() -> None:
    said = common("correction") | {"term": "T-17.15b"}
    moved = a_change("T-17.15b", "open", LATER, was_due_at=FIRST.isoformat())
    paused = a_change("T-17.15b", "paused", None, was_due_at=FIRST.isoformat())
    for change, known, events in (
        (
            a_change("T-17.15b", "open", FIRST),
            (),
            [TermOpened(**said, due_at=FIRST, state=TermState.OPEN)],
        ),
        (
            moved,
            ("T-17.15b",),
            [TermMoved(**said, due_at=LATER, was_due_at=FIRST, state=TermState.OPEN)],
        ),
        (
            paused,
            ("T-17.15b",),
            [TermMoved(**said, due_at=None, was_due_at=FIRST, state=TermState.PAUSED)],
        ),
        (
            a_change("T-17.15b", "ended", FIRST),
            ("T-17.15b",),
            [TermExpired(**said, due_at=FIRST, state=TermState.ENDED)],
        ),
        (
            a_change("T-17.15b", "lapsed", FIRST),
            ("T-17.15b",),
            [TermClosed(**said, due_at=FIRST, state=TermState.LAPSED)],
        ),
        (  # told late: begun and over before anybody heard of it
            a_change("T-17.15b", "dropped", FIRST),
            (),
            [
                TermOpened(**said, due_at=FIRST, state=TermState.DROPPED),
                TermClosed(**said, due_at=FIRST, state=TermState.DROPPED),
            ],
        ),
    ):
        entry = an_entry("ended", "T-17.15b", {"stage": "correction", "terms": [change]})
        assert told(entry, known=known) == events


def test_what_the_clock_does_without_effect_on_others_is_no_event() -> None:
    assert told(an_entry("reminder", "T-17.15b", {"stage": "correction"})) == []
    assert told(an_entry("transition", "text", None)) == []

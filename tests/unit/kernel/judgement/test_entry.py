"""The journal of a case: numbered, chained, and the same however often the file is read."""

import hashlib
import json
from dataclasses import replace

from tests.kit.permits import ANSWER, PERMIT, Office, a_permit, answering, at_service, serve
from tests.kit.plays import Play, assert_reads_the_same, at
from workflows.kernel.roles import Role
from workflows.kernel.story.reading import read


def ruled() -> Play:
    play = answering()
    play.send("answer", Role.APPLICANT, "2031-04-10T11:00", ANSWER)
    body = {"ruling": "granted", "ruled_on": "2031-05-02"}
    play.send("rule_on_request", Office.BOARD, "2031-05-02T10:00", body)
    return play


def test_every_entry_carries_the_hash_of_the_one_before_and_of_itself() -> None:
    """Design: canonical JSON, SHA-256, previous hash; taken here by hand."""
    play = answering()
    play.alone()
    previous = "0" * 64
    assert len(play.journal) == 12

    for n, entry in enumerate(play.journal, start=1):
        content = {
            "n": n,
            "kind": entry.kind,
            "name": entry.name,
            "rule": entry.rule,
            "counts_from": entry.counts_from.isoformat(),
            "actor": entry.actor.model_dump(mode="json"),
            "command_id": entry.command_id,
            "body": entry.body,
            "brought": entry.brought,
            "effects": entry.effects,
            "previous_hash": previous,
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert entry.hash == hashlib.sha256(text.encode()).hexdigest()
        previous = entry.hash
    assert (play.file.n, play.file.hash) == (12, previous)


def test_an_admitted_command_is_answered_with_stage_entry_and_open_terms() -> None:
    play = at_service()
    serve(play)

    assert play.journal[-1].answer == {
        "command_id": "record_service.2031-03-18T15:00",
        "stage": "answering",
        "entry": 3,
        "terms": [
            {"rule": "L-4", "key": "L-4", "due_at": "2031-04-17T17:30:00+03:00", "state": "open"},
            {"rule": "L-1", "key": "L-1", "due_at": "2031-06-11T00:00:00+03:00", "state": "open"},
        ],
        "held": None,
    }


def test_a_file_read_again_and_again_has_every_effect_once() -> None:
    """Design, invariant 7: read(read(file)) changes nothing, at whatever instant it is read."""
    play = ruled()
    assert len(play.notices) == len({(n.occasion, n.addressee) for n in play.notices})

    for reading in (a_permit().reading, at_service().reading, answering().reading, play.reading):
        assert_reads_the_same(reading, at("2031-03-10T10:00"))
        assert_reads_the_same(reading, at("2040-01-01T00:00"))
        once = read(PERMIT, reading.file, at("2040-01-01T00:00"))
        assert_reads_the_same(replace(once, notices=[], registers=[]), at("2041-01-01T00:00"))

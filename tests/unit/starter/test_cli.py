"""The command line without a stack: what is typed, what is read, and how it ends."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from activities.journal.projection import CaseRow, Listed
from starter.cli import options
from starter.cli.app import run
from starter.cli.exits import Usage
from starter.cli.finish import in_one_time, rendered
from starter.cli.work import rendering, viewing, waiting
from starter.cli.work.inputs import actor_from, body_from, duration_from, instant_from
from starter.client.answers import AlreadyOpen, NotFound, OutOfReach, Received, Refused
from starter.client.exits import NOT_FOUND, RECEIVED, REFUSED, TROUBLE
from starter.client.processes import PROCESSES, words
from starter.embedded.folder import save
from starter.runtime.problem import StackProblem
from starter.runtime.settings import Connection
from workflows.kernel.case.message import Answer, HeldCommand
from workflows.kernel.case.records import Entry
from workflows.kernel.display.view import PendingView, TermView
from workflows.kernel.roles import Actor
from workflows.running import WORKFLOWS

NOW = datetime(2031, 5, 21, 9, 0, tzinfo=UTC)  # a Wednesday
CASE = "textbook-review-2031-0042"


@pytest.fixture(autouse=True)
def _nothing_is_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "TEMPORAL_ADDRESS",
        "TEMPORAL_PROFILE",
        "TEMPORAL_CONFIG_FILE",
        "VADE_DEBUG",
        "VADE_DATABASE_URL",
        "VADE_UI_URL",
        "VADE_LANGUAGE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VADE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")


def a_stack(folder: Path, **changes: Any) -> None:
    """Addresses of a stack at which nobody answers."""
    usual: dict[str, Any] = {
        "temporal_address": "127.0.0.1:1",
        "namespace": "vade",
        "database_url": "postgresql://vade:secret@127.0.0.1:1/vade",
        "ui_url": "http://127.0.0.1:8233",
        "embedded": True,
    }
    save(folder, Connection(**usual | changes))


def shown(what: Any) -> str:
    """What a person would read."""
    out = StringIO()
    Console(file=out, width=200).print(what)
    return out.getvalue()


def test_help_loads_nothing_heavy() -> None:
    heavy = "('temporalio', 'asyncpg', 'pydantic', 'asyncio', 'yaml')"
    script = f"import starter.cli.app, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_help_lists_every_command_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    for command in (
        "up", "start", "send", "show", "why", "list", "timeline", "rehearse",
        "fast-forward", "links", "calendar", "mail", "audit", "restore", "kutuk",
    ):  # fmt: skip
        assert f" {command} " in text
    for code in range(5):
        assert f" {code}  " in text


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(["no-such-command"], id="unknown command"),
        pytest.param(["show"], id="argument missing"),
        pytest.param(["--lang", "fr", "list"], id="unknown language"),
        pytest.param(["start", "no-such-process"], id="unknown process"),
        pytest.param(["start", "textbook-review", "--as", "nobody"], id="unknown role"),
        pytest.param(["start", "textbook-review", "--as", "board:a b"], id="ID with a space"),
        pytest.param(["start", "textbook-review", "--set", "route"], id="field without value"),
        pytest.param(["start", "textbook-review", "--body", "none.yaml"], id="no such file"),
        pytest.param(["start", "textbook-review", "--received-at", "soon"], id="no instant"),
        pytest.param(["start", "textbook-review", "--file-no", "2031/42"], id="no file number"),
        pytest.param(["send", CASE, "take_up", "--as", "board", "--id", "a b"], id="no command ID"),
        pytest.param(["list", "--due-within", "7"], id="no length of time"),
        pytest.param(["list", "--stage", "nonsense"], id="unknown stage"),
        pytest.param(["list", "--process", "nonsense"], id="unknown process of a list"),
        pytest.param(["list", "--waits-for", "nobody"], id="nothing that a command waits for"),
        pytest.param(["list", "--waiting-on", "nobody"], id="unknown role of a list"),
        pytest.param(["template", "agreement", "nonsense"], id="unknown command of a template"),
        pytest.param(["rule", "X-1"], id="unknown rule"),
        pytest.param(["fast-forward", CASE, "0d"], id="no time at all"),
        pytest.param(["calendar", "--year", "31"], id="no year"),
        pytest.param(
            ["calendar", "close", "30.04.2031", "--name", "İdari izin", "--decree", "2031/1"],
            id="no day",
        ),
        pytest.param(
            [
                "calendar",
                "close",
                "2031-04-30",
                "--name",
                "İdari izin",
                "--decree",
                "2031/1",
                "--as",
                "applicant",
            ],
            id="nobody who decrees",
        ),
        pytest.param(["list", "--limit", "0"], id="no rows"),
        pytest.param(["mail", "--case", CASE, "retry"], id="case before the command"),
        pytest.param(["kutuk", "kutuk.csv"], id="no spreadsheet"),
        pytest.param(["kutuk", "no-such-folder/kutuk.xlsx"], id="no folder"),
        pytest.param(["list"], id="no stack"),
        pytest.param(["links"], id="no stack, no links"),
    ],
)
def test_wrong_usage_ends_with_two_and_a_sentence(
    line: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(line) == TROUBLE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip()
    assert "Traceback" not in said.err


def test_a_silent_database_is_a_sentence_without_its_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_stack(tmp_path)
    assert run(["list"]) == TROUBLE
    said = capsys.readouterr().err
    assert "Veritabanı cevap vermiyor" in said
    assert "secret" not in said


def test_a_case_id_of_nobody_is_not_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "tea-ceremony-1", "--json"]) == NOT_FOUND
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["kind"] == "not-found"
    assert CASE in error["said"]


def test_a_file_number_alone_is_answered_with_what_its_id_would_be(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["show", "ornek-1"]) == NOT_FOUND
    assert "textbook-review-ornek-1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "tr", "en", "typed"),
    [
        (["list", "--stage", "x"], "böyle bir aşama yok", "there is no stage", "`correction`"),
        (["list", "--waiting-on", "x"], "böyle bir sıfat yok", "there is no role", "`board`"),
        (["form", "course", "x"], "böyle bir işlem yok", "has no command", "`close_course`"),
        (["show", "x"], "bir dosya adresi değil", "is not a case ID", "textbook-review-2031-0042"),
        (["register", "x"], "böyle bir defter yok", "no register", "`programmes`"),
    ],
)
def test_what_was_typed_wrong_is_said_in_the_readers_language_and_names_as_they_are_typed(
    line: list[str], tr: str, en: str, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(line)
    turkish = capsys.readouterr().err
    run([*line, "--lang", "en"])
    english = capsys.readouterr().err
    assert tr in turkish
    assert en in english
    assert typed in turkish
    assert typed in english


def test_wrong_usage_is_json_where_json_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "--json"]) == TROUBLE
    said = capsys.readouterr()
    assert json.loads(said.out) == {"error": {"kind": "usage", "said": "Missing argument 'case'."}}
    assert said.err == ""


def test_the_language_may_stand_behind_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "R-S.4", "--lang", "en"]) == 0
    assert "What the text leaves open" in capsys.readouterr().out
    assert run(["rule", "R-S.4", "--lang"]) == TROUBLE


@pytest.mark.parametrize("line", [["--help"], ["send", "-h"], ["calendar", "close", "--help"]])
def test_help_shows_no_type_beside_a_flag_and_both_ways_to_ask_for_it(
    line: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(line) == 0
    said = capsys.readouterr().out
    assert "<bool>" not in said
    assert re.search(r"--help +-h +Show", said)


def test_programs_read_every_instant_with_one_offset_and_documents_as_they_were_sent() -> None:
    """`list` has instants of the database beside those of the case itself."""
    row = a_row().model_dump(mode="json")
    row["terms"] = [{"due_at": "2031-05-27T00:00:00+03:00", "body": {"at": "2031-05-26T09:00:00Z"}}]
    printed = json.dumps(in_one_time([row]))
    assert re.findall(r"T\d\d:\d\d:\d\dZ", printed) == ["T09:00:00Z"]
    assert '"next_due": "2031-05-27T00:00:00+03:00"' in printed


def test_trace_backs_come_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VADE_DEBUG", "1")
    with pytest.raises(StackProblem):
        run(["list"])


def test_another_server_is_never_moved_in_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_stack(tmp_path, embedded=False)
    assert run(["fast-forward", CASE, "30d"]) == TROUBLE
    assert "gömülü sunucu değil" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fault", "code", "kind"),
    [
        pytest.param(
            Refused.because("T-4.4", what="a", why="b", do="c"), REFUSED, "refused", id="refused"
        ),
        pytest.param(AlreadyOpen(CASE), REFUSED, "already-open", id="already open"),
        pytest.param(NotFound(CASE), NOT_FOUND, "not-found", id="not found"),
        pytest.param(Received(CASE, "c-1", NOW), RECEIVED, "received", id="received"),
        pytest.param(OutOfReach("silence"), TROUBLE, "out-of-reach", id="out of reach"),
        pytest.param(StackProblem("It is down.", "Start it."), TROUBLE, "stack", id="stack"),
        pytest.param(Usage("what?"), TROUBLE, "usage", id="usage"),
        pytest.param(KeyError("oops"), TROUBLE, "unexpected", id="a bug of ours"),
    ],
)
def test_every_fault_has_its_exit_code(fault: Exception, code: int, kind: str) -> None:
    end = rendered(fault)
    assert (end.code, end.data["error"]["kind"]) == (code, kind)
    assert shown(end.human).strip()


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert re.fullmatch(r"vade \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)


def test_a_rule_is_looked_up_with_what_it_says_and_the_tests_that_hold_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["rule", "T-17.15b", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["article"] == "m.17(15)"
    assert any(test.startswith("tests/unit/textbook_review/") for test in found["tests"])
    assert run(["--lang", "en", "rule", "R-S.4"]) == 0
    said = capsys.readouterr().out
    assert "What the text leaves open: At which instant a last day ends." in said
    assert run(["rule", "T-17"]) == TROUBLE
    assert "T-17.15b" in capsys.readouterr().err


def test_a_list_fits_eighty_columns_with_ids_and_instants_whole() -> None:
    row = a_row().model_copy(update={"case_id": "education-tool-review-2031-0042"})
    page = StringIO()
    listed = rendering.cases(Listed(cases=(row,), fitting=1), "tr")
    Console(file=page, width=80).print(listed)
    lines = page.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    assert "education-tool-review-2031-0042 " in page.getvalue()
    assert "2031-05-26 24:00" in page.getvalue()
    words = {word for line in lines for word in line.split()}
    assert {"Düzeltme", "başvuru", "sahibi", "T-17.15b"} <= words


def test_received_tells_programs_when_and_under_which_id() -> None:
    assert rendered(Received(CASE, "c-1", NOW)).data == {
        "error": {
            "kind": "received",
            "said": f"received at 2031-05-21 12:00:00; {CASE} is out of reach, delivery follows",
            "case_id": CASE,
            "command_id": "c-1",
            "received_at": "2031-05-21T09:00:00+00:00",
        }
    }


def test_a_body_keeps_what_was_typed(tmp_path: Path) -> None:
    """Dates and fractions stay text: a score of 82.50 is not 82.5, and `no` is not false."""
    file = tmp_path / "body.yaml"
    file.write_text("score: 82.50\nserved_on: 2031-03-04\nanswer: no\nat: 12:30\nn: 9\nok: true\n")
    assert body_from(str(file), ["n=10", "fee.amount=48750.00", 'no="7"', "list=[1, 2.50]"]) == {
        "score": "82.50",
        "served_on": "2031-03-04",
        "answer": "no",
        "at": "12:30",
        "n": 10,
        "ok": True,
        "fee": {"amount": "48750.00"},
        "no": "7",
        "list": [1, "2.50"],
    }


def test_a_field_of_a_list_is_set_by_its_number_and_the_next_one_is_added() -> None:
    typed = ['parts=[{"kind": "textbook"}]', "parts.0.pages=160", "parts.1.kind=workbook"]
    assert body_from(None, typed) == {
        "parts": [{"kind": "textbook", "pages": 160}, {"kind": "workbook"}]
    }
    for wrong in ("parts.3.kind=audio", "parts.kind=audio", "parts.0.kind.x=1"):
        with pytest.raises(Usage, match=r"--set parts"):
            body_from(None, [*typed, wrong])


@pytest.mark.parametrize("text", ["- a\n- b\n", "{", "just text"])
def test_a_body_that_is_no_object_is_wrong_usage(text: str, tmp_path: Path) -> None:
    file = tmp_path / "body.yaml"
    file.write_text(text)
    with pytest.raises(Usage):
        body_from(str(file), [])


def test_who_and_when_are_read_as_people_write_them() -> None:
    assert actor_from("board").model_dump() == {"role": "board", "id": "cli", "institution": None}
    assert actor_from("applicant:pub:17").id == "pub:17"
    assert actor_from("principal:mudur-1@99001122").institution == "99001122"
    with pytest.raises(Usage, match="institution"):
        actor_from("principal:mudur-1@99 001")
    assert instant_from("2031-03-10T09:30").isoformat() == "2031-03-10T09:30:00+03:00"
    assert instant_from("2031-03-10T09:30Z") == datetime(2031, 3, 10, 9, 30, tzinfo=UTC)
    assert duration_from("36h") == timedelta(hours=36)


def test_help_names_every_process() -> None:
    assert ", ".join(PROCESSES) == options.PROCESSES


def an_entry(**changes: Any) -> Entry:
    usual: dict[str, Any] = {
        "n": 9,
        "kind": "command",
        "name": "record_review_report",
        "rule": "T-17.9",
        "counts_from": NOW,
        "settled_at": NOW,
        "actor": Actor(role="review-commission", id="ik-3"),
        "command_id": "c-9",
        "body": {"score": "82.40", "report_no": "I-7", "agrees": True, "given": ["a", "b"]},
        "effects": {"stage": "correction"},
        "previous_hash": "0" * 64,
        "hash": "1" * 64,
    }
    return Entry.model_validate(usual | changes)


def test_a_time_line_says_scores_and_numbers_and_which_official_acted_but_not_who_applied() -> None:
    entries = [an_entry(), an_entry(actor=Actor(role="applicant", id="pub-17"), body={})]
    line = shown(rendering.timeline(words("textbook-review"), entries, "tr"))
    for said in ("Puan: 82,40", "Rapor sayısı: I-7", "İnceleme raporuna katılıyor mu: evet"):
        assert said in line
    assert "inceleme komisyonu (ik-3)" in line
    assert "başvuru sahibi" in line
    assert "pub-17" not in line


def test_a_step_of_a_date_that_wraps_stays_in_its_column() -> None:
    """A narrow screen broke `[R-S.3]` off to the beginning of the next line."""
    term = TermView.model_validate(
        {
            "rule": "T-14.2", "key": "T-14.2", "name": "ön inceleme", "article": "m.14(2)",
            "state": "open", "due_at": NOW, "due_on": NOW.date(), "starts_on": NOW.date(),
            "awaits": "board", "administrative": True,
            "steps": [
                {"kind": "roll", "day": "2031-05-26", "text": "tatil günü " * 8, "rule": "R-S.3"}
            ],
        }
    )  # fmt: skip
    page = StringIO()
    Console(file=page, width=60).print(viewing.derivation([term], "tr"))
    _, _, wrapped = page.getvalue().partition("  2031-05-26  ")
    first, *others = wrapped.splitlines()
    assert first.startswith("tatil günü")
    assert others
    assert all(line.startswith(" " * 14) for line in others)
    assert "[R-S.3]" in wrapped


def a_row() -> CaseRow:
    return CaseRow.model_validate(
        {
            "case_id": CASE,
            "last_n": 8,
            "process": "textbook-review",
            "file_no": "2031-0042",
            "stage": "correction",
            "waiting_on": "applicant",
            "next_term": "T-17.15b",
            "next_due": "2031-05-26T21:00:00Z",
            "overdue": True,
            "needs_attention": False,
            "received_at": NOW,
            "outcome": None,
            "outcome_rule": None,
            "closed_at": None,
            "next_occasion": None,
            "terms": (),
            "applicant": None,
        }
    )


def test_a_list_says_who_is_awaited_and_until_when() -> None:
    row = a_row()
    until = "2031-05-27T09:00:00+00:00"
    waiting_row = row.model_copy(
        update={"pending": ({"name": "withdraw", "waits_for": "consequence", "until": until},)}
    )
    listed = shown(rendering.cases(Listed(cases=(waiting_row,), fitting=1), "en"))
    assert "withdraw: waits" in " ".join(listed.split())
    whole, cut = (Listed(cases=(row,), fitting=fitting) for fitting in (1, 1500))
    line = shown(rendering.cases(whole, "en")).splitlines()[3]
    assert re.split(r"\s{2,}", line.strip()) == [
        CASE, "Correction", "applicant", "T-17.15b", "2031-05-26 24:00", "overdue",
    ]  # fmt: skip
    assert "Düzeltme" in shown(rendering.cases(whole, "tr"))
    assert "--limit" not in shown(rendering.cases(whole, "en"))
    assert shown(rendering.cases(cut, "en")).splitlines()[-1] == (
        "The first 1 of 1500. Narrow the list, or see all with --limit 1500."
    )


def test_a_held_command_is_answered_with_what_will_happen_when() -> None:
    held = HeldCommand(
        waits_for="consequence",
        rule="T-17.15b",
        because="T-17.15b ended at 2031-05-26 17:30:00; what follows is not settled yet",
        until=datetime(2031, 5, 27, 9, 0, tzinfo=UTC),
    )
    said = Answer(command_id="c-1", stage="correction", entry=7, terms=(), held=held)

    lines = shown(viewing.answer(PROCESSES["textbook-review"], said, "en")).splitlines()

    assert [line.rstrip() for line in lines if line.strip()] == [
        "c-1: taken in, and counts from its receipt; not settled yet",
        "  T-17.15b: T-17.15b ended at 2031-05-26 17:30:00; what follows is not settled yet",
        "  → 2031-05-27 12:00: settled with the consequence of the term, once that is drawn",
        "  Send it again under the same --id for the final answer.",
    ]
    turkish = shown(viewing.answer(PROCESSES["textbook-review"], said, "tr"))
    assert "henüz işlenmedi" in turkish
    assert "T-17.15b süresi doldu (26 Mayıs 2031 17.30); sonucu henüz işlenmedi" in turkish


def test_a_conflict_is_shown_with_both_outcomes() -> None:
    conflict = PendingView(
        command_id="c-1",
        command="withdraw",
        title="Withdrawal",
        counts_from=NOW,
        waits_for="office",
        rule="V-3",
        because="it counts from before acts that are settled already",
        until=None,
        outcomes={
            "as_told": {"stage": "closed", "decision": {"outcome": "withdrawn", "rule": "T-16.2b"}},
            "in_order": {"stage": "first-review", "decision": None, "refused": ["take_up"]},
        },
    )

    assert waiting.both_ways(conflict, "en").splitlines() == [
        "",
        "As told: withdrawn (T-16.2b)",
        "In order of receipt: first-review, without take_up",
    ]


def test_the_doors_know_the_processes_that_the_worker_serves() -> None:
    assert list(PROCESSES.values()) == [workflow.process for workflow in WORKFLOWS]

"""A process lives in one folder: a library's loans, with nothing of them anywhere else."""

import io
import subprocess
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from pydantic import JsonValue
from rich.console import Console

from activities.database import transaction
from activities.journal.journal import Journal
from activities.opening import Registers
from activities.post.letter import FOLDERS, Particulars, write_letter
from activities.registers.decisions import Decider
from activities.registers.editions import store_editions
from activities.registry import DECIDERS
from starter.client import contract
from starter.client.processes import PROCESSES
from starter.rehearsal.engine import ONE_BUILD, Engine
from starter.rehearsal.play import play
from starter.rehearsal.render import rendered
from starter.rehearsal.scenario import load_scenario, parse_scenario
from starter.runtime.serving import editions_of, serving
from tests.integration.batches import a_batch, entries
from tests.kit.calendars import plain_calendar
from tests.kit.plays import Play, assert_reads_the_same, at
from tests.toy.loans import deciding
from tests.toy.loans.messages import Loan
from tests.toy.loans.process import LOAN
from tests.toy.loans.registers import OverdueLoan
from tests.toy.loans.running import LibraryLoan
from workflows.kernel.case.message import StartMessage
from workflows.kernel.case.records import OpenCase, Opening, RegisterWrite
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement.opening import open_file
from workflows.kernel.roles import Actor, Role

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = Path(__file__).parent / "loans"
SCENARIO: Final = FOLDER / "scenarios" / "nobody-gives-it-back.yaml"
LENT: Final = "2031-03-10T10:00"
"""A Monday; ten days later is Thursday 20 March, and its lapse is settled on Friday at noon."""


# -- the rules, at the gate ------------------------------------------------------------------------


def a_filing(days: int = 10) -> StartMessage:
    """A reader takes a copy home."""
    return StartMessage(
        file_no="2031-0001",
        received_at=at(LENT),
        actor=Actor(role=Role.APPLICANT, id="reader-7"),
        body={"reader": "reader-7", "copy_no": "K-17", "days": days},
    )


def an_opening(**known: JsonValue) -> Opening:
    """What the registers know when a copy is lent."""
    return Opening(calendar=plain_calendar(), rulebook=editions_of(LOAN)[-1], known=known)


def a_loan() -> Play:
    """A copy on loan for ten days."""
    return Play.opens(LOAN, a_filing(), an_opening(overdue=0))


def test_a_copy_given_back_in_time_ends_the_loan() -> None:
    loan = a_loan()
    assert (loan.stage, loan.waiting_on) == ("lent", "lending-desk")
    assert loan.due("L-2") == "2031-03-21T00:00:00"

    loan.send("give_back", "lending-desk", "2031-03-20T23:59:59")

    assert loan.outcome == ("given-back", "L-2", "2031-03-20")
    assert loan.told("L-2") == [("L-2/reminder/2/2031-03-20", "lending-desk", "2031-03-18")]
    assert not loan.registers
    assert_reads_the_same(loan.reading, loan.now)


def test_after_its_last_day_the_reader_is_told_and_the_register_has_it() -> None:
    loan = a_loan()
    loan.until("2031-03-21T12:00")

    assert loan.stage == "overdue"
    assert [(occasion, to) for occasion, to, _ in loan.told("L-3")] == [("L-3/1", "applicant")]
    assert [(row.into, row.key, row.row) for row in loan.registers] == [
        (
            "overdue-loans",
            "library-loan-2031-0001",
            {"reader": "reader-7", "copy_no": "K-17", "due_on": "2031-03-20"},
        )
    ]
    loan.send("give_back", "lending-desk", "2031-03-24T10:00")
    assert loan.outcome == ("given-back-late", "L-3", "2031-03-24")


def test_the_desk_alone_takes_a_copy_back_and_no_office_of_another_process_is_known() -> None:
    [by_librarian] = a_loan().refused("give_back", "librarian", "2031-03-11T10:00")
    [by_board] = a_loan().refused("give_back", "board", "2031-03-11T10:00")

    assert (by_librarian.rule, by_librarian.why) == ("L-2", "it is for lending-desk")
    assert (by_board.rule, by_board.why) == (
        "V-4",
        "its roles are applicant, registry, operator, system, lending-desk, librarian",
    )


@pytest.mark.parametrize(
    ("days", "overdue", "rules"), [(31, 0, ["L-1"]), (10, 2, ["L-4"]), (31, 2, ["L-1", "L-4"])]
)
def test_no_copy_is_lent_for_too_long_or_to_who_was_late_twice(
    days: int, overdue: int, rules: list[str]
) -> None:
    no = open_file(LOAN, "library-loan-1", a_filing(days), an_opening(overdue=overdue), at(LENT))

    assert isinstance(no, Refusal)
    assert [reason.rule for reason in no.reasons] == rules


# -- what others read of it ------------------------------------------------------------------------


def test_its_contract_is_a_bundle_of_its_own_and_changes_no_other() -> None:
    with_it = contract.bundles((*PROCESSES.values(), LOAN))
    bundle = with_it.pop("library-loan.json")

    assert with_it == contract.bundles()
    assert contract.text(bundle) == (FOLDER / "contract.json").read_text("utf-8")
    assert bundle["roles"].keys() == LOAN.roles.keys()


@pytest.mark.parametrize(("role", "fits"), [("lending-desk", True), ("librarian", False)])
def test_its_contract_says_who_gives_a_copy_back(role: str, *, fits: bool) -> None:
    bundle = contract.bundles([LOAN])["library-loan.json"]
    sent: dict[str, Any] = {
        "command_id": "c-1",
        "actor": {"role": role, "id": "desk-1"},
        "body": {"damaged": True},
    }
    schema = {"$ref": "#/$defs/give_back", "$defs": bundle["$defs"]}

    assert Draft202012Validator(schema).is_valid(sent) is fits


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        ("tr", "Kitabın süresi geçti: K-17", "20 Mart 2031"),
        ("en", "Your loan is overdue: K-17", "20 March 2031"),
    ],
)
def test_its_letters_are_found_and_written(language: str, subject: str, said: str) -> None:
    loan = a_loan()
    loan.until("2031-03-21T12:00")
    [notice] = [each for each in loan.notices if each.template == "loan_overdue"]
    about = Particulars(
        template=notice.template,
        rule=notice.rule,
        dated_at=notice.dated_at,
        name="Okur",
        facts=notice.facts,
    )

    letter = write_letter(about, language, (*FOLDERS, FOLDER / "templates"))

    assert letter.subject == subject
    assert said in letter.text


# -- on the real server ----------------------------------------------------------------------------

OWN: Final[dict[str, Decider]] = {**DECIDERS, **deciding.DECIDERS}


@pytest.fixture
def library(engine: Engine) -> Engine:
    """The engine, serving loans."""
    serve = partial(serving, language="en", build=ONE_BUILD, cases=(LibraryLoan,), deciders=OWN)
    return Engine(engine.client, engine.uri, serve)


async def test_a_scenario_plays_as_it_expects(library: Engine) -> None:
    report = await play(load_scenario(SCENARIO), library, {LOAN.name: LOAN})

    assert report.passed, report.failures
    page = io.StringIO()
    Console(file=page, width=200).print(rendered(report, "en", {LOAN.name: LOAN}))
    assert "lending desk" in page.getvalue()


async def test_a_scenario_whose_role_the_process_does_not_have_is_not_played() -> None:
    text = SCENARIO.read_text("utf-8").replace("role: librarian", "role: board")

    with pytest.raises(ValueError, match="no role 'board' in library-loan"):
        await play(parse_scenario(text), None, {LOAN.name: LOAN})  # type: ignore[arg-type]


async def test_its_register_answers_the_next_opening(library: Engine) -> None:
    row = OverdueLoan(reader="reader-7", copy_no="K-17", due_on=date(2031, 3, 20))
    entered = RegisterWrite(into=row.register, key="library-loan-2031-0001", row=row.written())
    async with library.scene() as scene:
        await Journal(scene.pool).record(a_batch(entries(1), registers=[entered]))
        async with transaction(scene.pool) as conn:
            await store_editions(conn, editions_of(LOAN))
        filing = a_filing()
        asked = LOAN.asks(Loan.model_validate(filing.body))
        opening = await Registers(scene.pool, deciders=OWN).open_case(
            OpenCase(
                case_id=LOAN.case_id("2031-0002"),
                process=LOAN.name,
                file_no="2031-0002",
                received_at=filing.received_at,
                inquiries=asked.inquiries,
            )
        )

    assert opening.known == {"overdue": 1}


# -- and nowhere else ------------------------------------------------------------------------------


def test_no_other_file_names_it() -> None:
    tracked = subprocess.run(
        ["git", "grep", "-lIiE", "library.?loan"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert {Path(name).parts[:2] for name in tracked.stdout.split()} == {("tests", "toy")}

"""Reading scenarios: dates as Istanbul means them, and every mistake named with its line."""

from datetime import date, datetime
from pathlib import Path

import pytest

from starter.rehearsal.play import check_roles
from starter.rehearsal.scenario import ScenarioProblem, load_scenario, parse_scenario
from starter.rehearsal.sheet import Spot, read_sheet
from workflows.kernel.law.calendar import ISTANBUL
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW

WHOLE = """\
title: A short life
process: textbook-review
opens: 2031-03-10T10:00
given:
  closed_days: [2031-04-30]
  coefficients: [{from: 2031-01-01, value: "1.25"}]
application: {route: private}
steps:
  - at: 2031-03-20T11:00
    send: record_service
    by: {role: review-department, id: prj-1}
    with: {notification: $notification, served_on: 2031-03-19}
    received: 2031-03-19T16:00+03:00
    as: signal
    refused: T-22.1
  - at: 2031-05-02T18:00
    expect:
      terms:
        - {rule: T-17.15b, due: 2031-05-26}
        - {rule: T-14.2, due: 2031-05-26T17:30}
        - {rule: T-17.13, due: standing}
      notices: [{rule: T-17.15a, to: applicant}]
expect:
  outcome: accepted
  closed: 2031-07-14
  reminders: {T-17.15b: 3, T-14.2: [2031-03-19, 2031-03-21]}
"""


def test_a_whole_scenario_is_read() -> None:
    scenario = parse_scenario(WHOLE)

    sent, looked = scenario.steps
    assert scenario.opens == datetime(2031, 3, 10, 10, tzinfo=ISTANBUL)
    assert scenario.given.closed_days == (date(2031, 4, 30),)
    assert sent.by is not None
    assert (sent.by.role, sent.as_, sent.refused) == (Office.REVIEW_DEPARTMENT, "signal", "T-22.1")
    assert sent.with_ == {"notification": "$notification", "served_on": "2031-03-19"}
    assert sent.received == datetime(2031, 3, 19, 16, tzinfo=ISTANBUL)
    assert looked.expect is not None
    assert [term.due for term in looked.expect.terms or ()] == [
        date(2031, 5, 26),
        datetime(2031, 5, 26, 17, 30, tzinfo=ISTANBUL),
        "standing",
    ]
    assert scenario.expect.closed == date(2031, 7, 14)
    assert scenario.expect.reminders == {
        "T-17.15b": 3,
        "T-14.2": (date(2031, 3, 19), date(2031, 3, 21)),
    }


def test_it_knows_its_lines() -> None:
    scenario = parse_scenario(WHOLE)

    assert scenario.spot(("steps", 1, "expect", "terms", 1, "due")) == Spot(None, 20)
    assert scenario.spot(("expect", "closed")) == Spot(None, 25)
    assert scenario.spot(("steps", 1, "expect", "terms", 7)) == Spot(None, 18)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("refused:", "refuzed:", "15: steps.0.refuzed: unknown key", id="step"),
        pytest.param("outcome:", "outcomes:", "24: expect.outcomes: unknown key", id="expect"),
        pytest.param(
            "to: applicant", "too: applicant", "22: steps.1.expect.notices.0.too", id="notice"
        ),
        pytest.param("opens: 2031", "opens: 2030", "3: opens: rehearsed dates are", id="past"),
        pytest.param("10T10:00", "10", "3: opens: '2031-03-10' has no time", id="no time"),
        pytest.param("05-02T18:00", "03-02T18:00", "step 2 (2031-03-02T18:00)", id="order"),
        pytest.param("03-19T16", "03-21T16", "9: steps.0: a command is received bef", id="receipt"),
        pytest.param("    by: {role: review-department, id: prj-1}\n", "", "say who", id="nobody"),
        pytest.param("title:", "title: Again\ntitle:", "2: the key 'title'", id="key twice"),
        pytest.param(
            "    received: ", "    fill_in: file_report\n    received: ", "a step sen", id="two"
        ),
        pytest.param("due: standing", "due: soon", "21: steps.1.expect.terms.2.due", id="no day"),
        pytest.param(
            "    expect:\n", "    refused: T-1\n    expect:\n", "only where a command", id="idle"
        ),
        pytest.param("role: review-department", "role: A boss", "11: steps.0.by.role", id="role"),
        pytest.param("{route: private}", "{route: private", ":8: ", id="not YAML"),
        pytest.param("A short life", "A \x01 life", ":1: ", id="no text"),
    ],
)
def test_a_mistake_is_named_with_its_line(old: str, new: str, told: str) -> None:
    assert old in WHOLE

    with pytest.raises(ScenarioProblem) as wrong:
        parse_scenario(WHOLE.replace(old, new, 1), Path("short.yaml"))

    assert str(wrong.value).startswith("short.yaml:")
    assert told in str(wrong.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("role: review-department", "role: boss", "11: steps.0.by.role: no role 'boss'"),
        ("title:", "by: {role: minister, id: m-1}\ntitle:", "1: by.role: no role 'minister'"),
        ("given:", "given:\n  offices: {minister: {}}", "5: given.offices.minister: no role"),
    ],
)
def test_a_role_that_its_process_does_not_have_is_named_with_its_line(
    old: str, new: str, told: str
) -> None:
    scenario = parse_scenario(WHOLE.replace(old, new, 1), Path("short.yaml"))

    with pytest.raises(ScenarioProblem, match="there are: applicant, registry") as wrong:
        check_roles(scenario, REVIEW)

    assert str(wrong.value).startswith(f"short.yaml:{told}")


def test_all_mistakes_are_named_at_once() -> None:
    text = WHOLE.replace("title:", "titel:").replace("outcome:", "outcomes:")

    with pytest.raises(ScenarioProblem) as wrong:
        parse_scenario(text)

    assert len(str(wrong.value).splitlines()) == 3  # the missing title, and two unknown keys


def test_a_file_that_is_not_there_is_a_problem_too(tmp_path: Path) -> None:
    with pytest.raises(ScenarioProblem, match=r"nowhere\.yaml"):
        load_scenario(tmp_path / "nowhere.yaml")


def test_a_filing_that_is_refused_has_no_steps() -> None:
    with pytest.raises(ScenarioProblem, match="there are no steps"):
        parse_scenario(WHOLE + "refused: T-11.1a\n")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2031-05-26", "2031-05-26"),
        ("17:30", "17:30"),
        ("no", "no"),
        ("0042", "0042"),
        ("true", True),
        ("null", None),
        ("42", 42),
        ("-1.5", -1.5),
        ('"42"', "42"),
    ],
)
def test_plain_scalars_are_read_as_json_would(written: str, read: object) -> None:
    assert read_sheet(f"value: {written}").content == {"value": read}

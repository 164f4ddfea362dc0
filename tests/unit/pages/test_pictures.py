"""Pictures drawn on the server: whole XML, words beside colours, nothing that somebody wrote."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from starter.pages.chart import bars_picture
from starter.pages.picture import MOST_ROWS, terms_picture
from starter.pages.spans import Change, Run

NOW = datetime(2031, 4, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def run(key: str, *changes: tuple[int, str, int | None]) -> Run:
    """A term: from which day on in which state, until which day."""
    made = Run(key)
    for at, state, due in changes:
        end = None if due is None else NOW + due * DAY
        made.changes.append(
            Change(at=NOW + at * DAY, state=state, due_at=end, settled_at=NOW + at * DAY)
        )
    return made


def drawn(*runs: Run) -> ET.Element:
    return ET.fromstring(str(terms_picture("textbook-review", runs, NOW, "tr")))  # noqa: S314


def marks(picture: ET.Element, kind: str) -> list[ET.Element]:
    return [each for each in picture.iter() if kind in (each.get("class") or "").split()]


def test_a_term_that_was_paused_and_moved_shows_both() -> None:
    moved = run("T-17.15b", (-30, "open", 0), (-20, "paused", None), (-10, "open", 10))
    picture = drawn(moved)

    assert [each.get("class") for each in marks(picture, "bar")] == [
        "bar open",
        "bar paused",
        "bar open",
    ]
    assert marks(picture, "stripe"), "a pause is marked by more than its colour"
    assert len(marks(picture, "former")) == 1, "the end that it had before"
    assert len(marks(picture, "today")) == 1


def test_bars_follow_one_another_on_the_line() -> None:
    first, second = marks(drawn(run("T-14.2", (-30, "open", 0), (-10, "ended", 0))), "bar")

    ends = float(first.get("x", 0)) + float(first.get("width", 0))
    assert abs(ends - float(second.get("x", 0))) < 0.2


def test_of_many_terms_those_that_run_are_drawn() -> None:
    many = [run(f"T-14.2#{n}", (-50, "open", -20), (-40, "met", -20)) for n in range(60)]
    picture = drawn(*many, run("T-18.3", (-60, "open", 90)))

    said = "".join(picture.itertext())
    assert "T-18.3" in said
    assert len(marks(picture, "rule")) <= MOST_ROWS


def test_a_case_without_terms_has_no_picture() -> None:
    assert str(terms_picture("course", (), NOW, "tr")) == ""


def test_a_chart_says_its_numbers_and_escapes_its_labels() -> None:
    chart = ET.fromstring(str(bars_picture("İşler", [("<b>Kurs</b>", 3, 1), ("Boş", 0, 0)])))  # noqa: S314

    assert chart.get("aria-label") == "İşler. <b>Kurs</b>: 3, Boş: 0"
    assert "3 (1)" in "".join(chart.itertext())

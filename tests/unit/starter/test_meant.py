"""What cannot be undone is asked first on a terminal, and said by --yes elsewhere."""

import io

import pytest

from starter.cli.app import run
from starter.cli.exits import Usage
from starter.cli.work import meant
from starter.client.exits import TROUBLE

PAST = ["calendar", "close", "2020-01-02", "--name", "Kar tatili", "--decree", "2020/1"]


def answered(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setattr(meant, "can_be_asked", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(said))


@pytest.mark.parametrize("said", ["e\n", "Evet\n", "y\n", "YES\n"])
def test_yes_goes_on(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch, said)
    meant.ask("Gönderilsin mi?", "tr")


@pytest.mark.parametrize("said", ["h\n", "\n", "", "evet değil\n"])
def test_anything_else_does_nothing(
    said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(monkeypatch, said)
    with pytest.raises(Usage, match="Hiçbir şey yapılmadı"):
        meant.ask_on_terminal("Gönderilsin mi?", "tr", yes=False)
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "Gönderilsin mi? [e/H] ")


def test_a_script_is_not_asked_and_neither_is_who_has_said_yes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    meant.ask_on_terminal("Gönderilsin mi?", "tr", yes=False)
    answered(monkeypatch, "")
    meant.ask_on_terminal("Gönderilsin mi?", "tr", yes=True)
    assert capsys.readouterr().err == ""


def test_a_script_that_closes_a_past_day_has_to_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    """It moves what has been settled everywhere, and no case takes it back."""
    assert run(PAST) == TROUBLE
    said = capsys.readouterr().err
    assert "2020-01-02" in said
    assert "--dry-run" in said
    assert "--yes" in said


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (["release", "turn", "v2"], "v2"),
        (["release", "turn"], "sürüme geçer"),
        (["webhooks", "remove", "e-okul"], "e-okul"),
        (["webhooks", "skip", "e-okul", "course-2031-0042"], "course-2031-0042"),
        (["mail", "withdraw", "course-2031-0042"], "course-2031-0042"),
    ],
)
def test_whoever_says_no_has_changed_nothing_and_needs_no_stack_for_it(
    line: list[str],
    named: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answered(monkeypatch, "h\n")
    assert run(line) == TROUBLE
    said = capsys.readouterr().err
    assert named in said
    assert "Hiçbir şey yapılmadı." in said

"""An act that ends a case is tried first, and its outcome named before it is sent."""

import io

import pytest
from rich.console import Console

from starter.cli.work import meant
from starter.cli.work.acting import send_from
from starter.cli.work.asking import show_from
from starter.rehearsal.engine import Scene
from tests.process.live import a_review
from tests.process.test_calendar_renewal import at_desk
from workflows.kernel.case.message import Envelope
from workflows.kernel.roles import Actor


def an_applicant(command_id: str) -> Envelope:
    return Envelope(command_id=command_id, actor=Actor(role="applicant", id="pub-17"), body={})


async def test_a_withdrawal_names_its_outcome_and_is_sent_only_if_it_is_meant(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(meant, "can_be_asked", lambda: True)
    async with a_review(scene) as case:
        at = at_desk(scene)
        monkeypatch.setattr("sys.stdin", io.StringIO("h\n"))
        with pytest.raises(meant.NotMeant):
            await send_from(at, "tr", case.case_id, "withdraw", an_applicant("w-1"))
        asked = capsys.readouterr().err
        assert f"{case.case_id} dosyasını “Başvurudan vazgeçildi” (T-16.1" in asked
        assert (await case.view())["decision"] is None

        monkeypatch.setattr("sys.stdin", io.StringIO("e\n"))
        shown = await send_from(at, "tr", case.case_id, "withdraw", an_applicant("w-2"))
        assert shown.data["decision"]["rule"] == "T-16.1"


async def test_what_ends_nothing_is_sent_without_a_question(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(meant, "can_be_asked", lambda: True)
    async with a_review(scene) as case:
        office = Actor(role="preliminary-commission", id="oik-1")
        sent = Envelope(command_id="t-1", actor=office, body={})
        await send_from(at_desk(scene), "tr", case.case_id, "take_up", sent)
        assert capsys.readouterr().err == ""


async def test_a_case_whose_clock_was_moved_is_shown_with_its_own_time(scene: Scene) -> None:
    """A date in 2031 that nobody explains would be taken for a fault."""
    async with a_review(scene) as case:
        shown = await show_from(at_desk(scene), case.case_id, "tr")
        assert shown.data["now"].startswith("2031-03-10T")
        page = io.StringIO()
        Console(file=page, width=100).print(shown.human)
        assert "Dosyanın saati ileri alınmış: 2031-03-10" in page.getvalue()

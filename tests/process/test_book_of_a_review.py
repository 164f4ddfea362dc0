"""The end of an accepted review opens the case of its book: on the real servers, and once."""

import pytest

from activities.journal.projection import open_cases
from activities.registers.openings import links_of
from starter.client.audit import audit
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from tests.process.live import a_review, instant
from workflows.kernel.case.refusal import Refusal

APPLICANT = ("pub-17", "YAYIN-17")


async def forgotten(scene: Scene) -> None:
    """The worker dies after it has started the case, and before it could note so."""
    await scene.pool.execute(
        "update case_openings set opened_case = null, next_try_at = clock_timestamp()"
    )


async def refused(scene: Scene) -> None:
    """The case was not accepted."""
    no = Refusal.because("B-25.1", what="over", why="its term has ended", do="file it anew")
    await scene.pool.execute(
        "update case_openings set opened_case = null, refusal = $1", no.model_dump(mode="json")
    )


@pytest.mark.rule("T-17.23", "B-25.1")
async def test_a_worker_that_dies_after_starting_it_opens_the_book_once(scene: Scene) -> None:
    """Coded, so the review has forgotten whose draft it was; its book's case knows."""
    decided_at = instant("2031-04-21T10:00")
    async with a_review(scene) as case:
        await case.to_first_review()
        await case.at("2031-04-10T10:00")
        await case.review("92.00")
        await case.evaluate()
        await case.at("2031-04-21T10:00")
        await case.decide("accept", "2031-04-21")
        assert (await case.handle.result())["outcome"] == "accepted"

        [book] = await case.cases.open_owed(decided_at)
        await forgotten(scene)
        assert await case.cases.open_owed(decided_at) == (book,)
        assert await case.cases.open_owed(decided_at) == ()
        await case.cases.drain(decided_at)

        async with scene.pool.acquire() as conn:
            assert [row.case_id for row in await open_cases(conn)] == [book]
            [link] = await links_of(conn, book)
            whose = await conn.fetchrow("select * from dossier_cases where case_id = $1", book)
        assert book == "textbook-in-use-2031-0001"
        assert (link.from_case, link.opened_case) == (case.case_id, book)
        assert whose is not None
        assert (whose["subject"], whose["institution"]) == APPLICANT
        view = await Vade(scene.client, scene.pool).view(book)
        [decided] = [e for e in await case.journal() if e.name == "record_board_decision"]
        assert (view.received_at, view.stage) == (decided.counts_from, "accepted")

        await refused(scene)
        found = (await audit(Vade(scene.client, scene.pool), scene.pool)).findings
        said = "its textbook-in-use is refused by B-25.1: over; file it anew"
        assert ("unfollowed", case.case_id, said) in [(f.kind, f.case_id, f.what) for f in found]

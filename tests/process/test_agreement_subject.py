"""One partner, one subject, two offices at once: the general directorate's agreement goes first.

Two real cases ask the register of subjects at the same moment; whichever of them it hears first, a
district never issues beside what the directorate general has or prepares (A-8.7, R-A.7).
"""

import asyncio

import pytest

from starter.rehearsal.engine import Scene
from tests.process.agreed import Agreed, agreements
from tests.process.live import Refused

DAY = "2031-01-13"
OPENS = "2031-01-06T10:00"


async def issues(case: Agreed) -> Refused | None:
    """Judge, draft and sign; return what the register said against it."""
    try:
        await case.agrees()
        await case.drafts("2031-02-03", "2031-02-28")
        await case.signs(DAY)
    except Refused as no:
        return no
    return None


async def at_once(scene: Scene, *levels: str) -> tuple[dict[str, str | None], dict[str, str]]:
    """Let one case of each level go its way at the same moment; return refusals and stages."""
    async with agreements(scene, *levels, opens=OPENS) as cases:
        await cases[0].at(f"{DAY}T10:00")  # all of them: they share their clock
        said = await asyncio.gather(*(issues(case) for case in cases))
        refused = {c.level: no.rule if no else None for c, no in zip(cases, said, strict=True)}
        stages = {case.level: (await case.view())["stage"] for case in cases}
    return refused, stages


@pytest.mark.rule("A-8.7", "R-A.7")
@pytest.mark.parametrize("levels", [("general", "district"), ("district", "general")])
async def test_a_district_never_issues_beside_the_directorate_general(
    scene: Scene, levels: tuple[str, ...]
) -> None:
    refused, stages = await at_once(scene, *levels)

    assert refused == {"general": None, "district": "A-8.7"}
    assert stages["general"] == "completing"
    assert stages["district"] in {"pre-assessment", "signing"}


@pytest.mark.rule("A-8.7", "R-A.7")
async def test_a_district_that_has_begun_first_does_not_sign_after_it(scene: Scene) -> None:
    """Reserved first, it is told of nothing; the bar stands where the agreement is issued."""
    async with agreements(scene, "district", "general", opens=OPENS) as (district, general):
        await district.at(f"{DAY}T10:00")
        await district.agrees()
        await district.drafts("2031-02-03", "2031-02-28")
        unopposed = await issues(general)
        with pytest.raises(Refused) as no:
            await district.signs(DAY)
        stood = (await district.view())["stage"]

    assert unopposed is None
    assert no.value.rule == "A-8.7"
    assert stood == "signing"

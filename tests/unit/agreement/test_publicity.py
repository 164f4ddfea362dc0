"""Publicity and teaching material: nothing is used without approval."""

import pytest

from workflows.agreement.messages import PublicityApproval
from workflows.agreement.rules.publicity import approved_materials

POSTER, FILM = "a" * 64, "b" * 64


def decided(approved: str, *materials: str) -> PublicityApproval:
    return PublicityApproval(approved=approved == "yes", letter_no="E-3", materials=materials)


@pytest.mark.rule("A-13.1")
@pytest.mark.parametrize(
    ("decisions", "usable"),
    [
        pytest.param([], (), id="nothing decided"),
        pytest.param([decided("yes", POSTER, FILM)], (POSTER, FILM), id="both approved"),
        pytest.param([decided("no", POSTER)], (), id="turned down"),
        pytest.param([decided("yes", POSTER), decided("no", FILM)], (POSTER,), id="one of two"),
        pytest.param([decided("yes", POSTER), decided("no", POSTER)], (), id="taken back"),
        pytest.param([decided("no", FILM), decided("yes", FILM)], (FILM,), id="approved later"),
    ],
)
def test_the_last_decision_on_a_piece_counts(
    decisions: list[PublicityApproval], usable: tuple[str, ...]
) -> None:
    assert approved_materials(decisions) == usable

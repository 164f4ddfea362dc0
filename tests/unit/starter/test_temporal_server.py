"""What a Temporal server on this machine is started with."""

import pytest

from starter.embedded.temporal import PILE, surroundings


def test_temporals_own_settings_do_not_steer_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", "elsewhere:7233")
    monkeypatch.setenv("VADE_LANGUAGE", "en")

    found = surroundings()

    assert "TEMPORAL_ADDRESS" not in found
    assert found["VADE_LANGUAGE"] == "en"


def test_an_operator_says_how_often_it_tidies_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOGC", raising=False)
    assert surroundings()["GOGC"] == PILE

    monkeypatch.setenv("GOGC", "100")
    assert surroundings()["GOGC"] == "100"

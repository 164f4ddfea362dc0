"""How much is done at the same time at the front door, and by whom."""

import pytest

from starter.api.limits import Slots
from starter.api.problems import TooMany


def test_one_sender_holds_so_many_slots_and_all_together_so_many() -> None:
    slots = Slots(3, of_one=2)
    with slots.taken("a"), slots.taken("a"):
        with pytest.raises(TooMany), slots.taken("a"):
            pass
        with slots.taken("b"), pytest.raises(TooMany), slots.taken("c"):
            pass
        with slots.taken("c"):
            pass


def test_a_slot_is_given_back_whatever_happens() -> None:
    slots = Slots(1, of_one=1)
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"), slots.taken("a"):
            raise ValueError("broken")
    with slots.taken("b"):
        pass

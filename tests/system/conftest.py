"""What is tested here runs as it is deployed."""

from collections.abc import Iterator

import pytest

from starter.runtime.sandbox import SANDBOX


@pytest.fixture(scope="session", autouse=True)
def _outside_the_sandbox() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(SANDBOX, raising=False)
        yield

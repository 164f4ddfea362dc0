"""One stack for all browser tests: it takes longer to start than to use."""

from collections.abc import AsyncIterator

import pytest

from tests.browser.stage import Shown, staged


@pytest.fixture(scope="package")
async def case() -> AsyncIterator[Shown]:
    """A review at its correction."""
    async with staged() as shown:
        yield shown

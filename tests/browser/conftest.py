"""One stack for all browser tests: it takes longer to start than to use."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.browser.clerk import HEIGHT, Clerk
from tests.browser.screens import browser
from tests.browser.stage import Shown, staged


@pytest.fixture(scope="package")
async def case() -> AsyncIterator[Shown]:
    """A review at its correction."""
    async with staged() as shown:
        yield shown


@pytest.fixture
def clerk(case: Shown) -> Iterator[Clerk]:
    """Somebody at the door of its pages."""
    with browser(HEIGHT) as driver:
        assert case.connection.api_url is not None
        yield Clerk(driver, case.connection.api_url)

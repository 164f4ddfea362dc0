"""What budgets were measured to be, said at the end of a run: a pytest plugin.

A test states a figure by ``record_property(PROPERTY, "...")``; the report carries it, from an xdist
worker too, and the summary has a line for each.
"""

import pytest

PROPERTY = "budget"


class Budgets:
    """The figures of one run."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take down what a test has measured, whether it passed or not."""
        if report.when == "call":
            self.said += [str(said) for name, said in report.user_properties if name == PROPERTY]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say it."""
        for said in self.said:
            terminalreporter.write_line(said)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the proofs that take minutes at their full length."""
    parser.addoption(
        "--long-proofs", action="store_true", help="five years of a national agreement, not two"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Listen to this run."""
    config.pluginmanager.register(Budgets(), "vade-budgets")

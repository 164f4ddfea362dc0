"""Terms and figures by name: what code reads is declared, and what is declared is read."""

import ast
import re

import pytest

from starter.client.processes import PROCESSES
from starter.runtime.serving import editions
from tests.reads import Module, Read, Reader, Unreadable, room
from workflows.kernel.case.process import Process


def reads_of(process: Process) -> set[Read]:
    """What a process reads: of shared law and of the kernel as far as it comes to them."""
    modules = room(process.room)
    own = Reader([*modules, *(module for law in laws_of(modules) for module in room(law))])
    reached = own.reached(modules)
    reads = {r for r in own.reads() if r.where.startswith(process.room) or r.within in reached}
    kernel = Reader(room("workflows.kernel"), lenient=True).reads()
    return reads | {read for read in kernel if read.within in own.calls()}


def laws_of(modules: list[Module]) -> set[str]:
    """The rooms of a regulation's shared law that these modules import."""
    imported = {
        node.module
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module
    }
    rooms = {".".join(name.split(".")[:2]) for name in imported}
    return {name for name in rooms if name.endswith("_law")}


@pytest.fixture(scope="module", params=sorted(PROCESSES))
def process(request: pytest.FixtureRequest) -> Process:
    """Return one process after the other."""
    return PROCESSES[request.param]


@pytest.fixture(scope="module")
def reads(process: Process) -> set[Read]:
    """Return what its code reads."""
    return reads_of(process)


def test_whatever_code_reads_is_declared(process: Process, reads: set[Read]) -> None:
    strange = {
        f"{read.where}: {read.name}"
        for read in reads
        if not any(read.fits(key) for key in getattr(process.keys, read.kind))
    }

    assert strange == set()


@pytest.mark.parametrize("kind", ["terms", "figures"])
def test_whatever_is_declared_is_read(process: Process, reads: set[Read], kind: str) -> None:
    idle = {
        key
        for key in getattr(process.keys, kind)
        if not any(read.kind == kind and read.fits(key) for read in reads)
    }

    assert idle == set()


def test_every_edition_has_what_its_process_declares_and_nothing_else() -> None:
    for edition in editions():
        edition.require(PROCESSES[edition.process].keys)


# -- the walk itself -------------------------------------------------------------------------------


def found(source: str) -> set[tuple[str, str]]:
    """What a module of this source reads."""
    names: dict[str, object] = {}
    exec(source, names)  # noqa: S102 - the few lines below
    return {
        (read.kind, read.name)
        for read in Reader([Module("planted", ast.parse(source), names)]).reads()
    }


@pytest.mark.parametrize(
    ("source", "read"),
    [
        pytest.param(
            "def f(book): return book.count('draft.sts')", {("figures", "draft.sts")}, id="at once"
        ),
        pytest.param(
            "def f(self): self.open('corection', since=1)", {("terms", "corection")}, id="a term"
        ),
        pytest.param(
            "async def f(self): await self.hold('wait', through=1)",
            {("terms", "wait")},
            id="a hold",
        ),
        pytest.param(
            "def f(self): return self.rulebook.term('a').length", {("terms", "a")}, id="its length"
        ),
        pytest.param(
            "def f(book, away): return book.count('a' if away else 'b')",
            {("figures", "a"), ("figures", "b")},
            id="one of two",
        ),
        pytest.param(
            "def f(self, law): self.open(law)\ndef g(self): self.f('x')\ndef h(self): f(law='y')",
            {("terms", "x"), ("terms", "y")},
            id="handed on by name or place",
        ),
        pytest.param(
            "def f(book):\n    sets, row = 'a', 'b'\n    return book.flag(f'{row}.c')",
            {("figures", "b.c")},
            id="set before",
        ),
        pytest.param(
            "T = {1: 'a', 2: 'b'}\ndef t(n): return T[n]\ndef f(book, n): return book.term(t(n))",
            {("terms", "a"), ("terms", "b")},
            id="from a table",
        ),
        pytest.param(
            "from enum import StrEnum\nclass Row(StrEnum):\n    A = 'a'\n    B = 'b'\n"
            "def f(self):\n    for row in Row: self.open(row)",
            {("terms", "a"), ("terms", "b")},
            id="one after the other",
        ),
        pytest.param(
            "def f(book, case): return book.count(f'ban.{case.rule}.years')",
            {("figures", "ban.*.years")},
            id="a part is open",
        ),
        pytest.param(
            "def f(book): return 'old' in book.figures", {("figures", "old")}, id="a guard"
        ),
        pytest.param("def f(words): return words.count('a')", set(), id="no rulebook"),
    ],
)
def test_a_name_is_found_wherever_it_stands(source: str, read: set[tuple[str, str]]) -> None:
    assert found(source) == read


@pytest.mark.parametrize(
    "source",
    [
        "def f(book, case): return book.count(case.name)",
        "def f(book, name): return book.count(name)",
        "def f(book, case): return book.count(f'{case.name}')",
    ],
)
def test_a_name_that_nobody_can_make_out_is_not_passed_over(source: str) -> None:
    with pytest.raises(Unreadable, match=re.escape("planted:1")):
        found(source)

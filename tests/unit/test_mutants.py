"""What `make mutants` plants, and that what it is told to leave out is still there."""

from collections import Counter
from pathlib import Path

from tests.mutants.inside import PLACES, ROOT, equivalents, sources
from tests.mutants.planting import planted

RULE = """
def breaches(day: date, today: date, rule: str) -> tuple[Reason, ...]:
    if day <= today:
        return ()
    return (
        *other_breaches(day),
        Reason(rule=rule, what=f"on {day}", why="it is still to come", do="wait"),
    )


async def run(self) -> None:
    self.notify(letter, rule="T-1")
    yield [row for row in Row if row.is_open]


@property
def shown(self) -> bool:
    return not self.closed
"""


def test_a_rule_can_lose_a_breach_or_a_bound_and_a_story_a_step_but_no_word() -> None:
    code, mutants = planted("workflows/loans/rules/days.py", RULE)
    reason = 'Reason(rule=rule, what=f"on {day}", why="it is still to come", do="wait"),'

    compile(code, "days.py", "exec")
    assert {mutant.function for mutant in mutants} == {"breaches", "run"}  # properties stay whole
    assert [(mutant.line, mutant.before, mutant.after) for mutant in mutants] == [
        (3, "if day <= today:", "if not (day <= today):"),
        (3, "if day <= today:", "if day < today:"),
        (6, "*other_breaches(day),", ""),
        (6, "*other_breaches(day),", "*other_breaches(None),"),
        (7, reason, reason.replace("rule=rule", "rule=None")),
        (7, reason, reason.replace("rule=rule, ", "")),
        (12, 'self.notify(letter, rule="T-1")', "pass"),
        (12, 'self.notify(letter, rule="T-1")', 'self.notify(None, rule="T-1")'),
        (13, "yield [row for row in Row if row.is_open]", "None if True else (yield)"),
        (13, "yield [row for row in Row if row.is_open]", "yield [row for row in Row]"),
    ]


def test_every_rule_story_and_chapter_has_its_place() -> None:
    found = {Path(file) for file in sources(PLACES)}
    workflows = ROOT / "workflows"
    asked = {
        path.relative_to(ROOT)
        for path in workflows.glob("*/**/*.py")
        if path.parent.name in {"rules", "chapters", "textbook_law"} or path.name == "story.py"
        if "kernel" not in path.parts
    }

    assert found == asked


def test_what_is_known_to_change_nothing_is_planted_and_has_a_reason() -> None:
    known = equivalents()
    files = sorted({file for file, *_ in known})
    keys = Counter(
        mutant.key
        for file in files
        for mutant in planted(file, (ROOT / file).read_text(encoding="utf-8"))[1]
    )

    assert [key for key in known if key not in keys] == []
    assert all(why.endswith(".") for why in known.values())

"""The letters: every one that is asked for is there, in both languages, and says all it knows."""

import ast
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest

import workflows
from activities.post import letter
from activities.post.letter import Particulars, write_letter
from workflows.agreement.messages.term import TerminationGround
from workflows.agreement.offices import OFFICES
from workflows.textbook_review.messages.commission import CancellationGround
from workflows.textbook_review.messages.review import PreliminaryCheck

LETTERS = Path(letter.__file__).parent / "letters"
LANGUAGES = ("tr", "en")

SHARED: Final = {"base", "words"}
"""What letters are made from."""

GENERAL: Final = "notification"
"""For processes that have not written their own."""

GIVEN: Final = {"name", "rule", "dated_at", "details", "file_no", "article"}
"""What every letter is given, whatever its notice says."""

TERM: Final[dict[str, Any]] = {
    "file_no": "2031-0042",
    "term": "düzeltme",
    "article": "m.17(15)",
    "starts_on": "2031-04-24",
    "due_on": "2031-05-26",
    "due_at": "2031-05-26T17:30:00+03:00",
}
FILE: Final[dict[str, Any]] = {"file_no": "2031-0042"}
DAYS: Final = {**FILE, "days": 23}
DECIDED: Final = {"decision_no": "K-2031-77", "decided_on": "2031-06-20", "report_no": "G-2031-5"}
SCORED: Final = {"score": "71.25", "report_no": "I-2031-88"}
FAILED: Final = {"failed": [check.value for check in PreliminaryCheck]}
ORDER: Final = {"order_no": "G-2031-40", "hours": "78.50"}
REFUNDED: Final = {"paid": "48750.00", "refund": "43875.00", "retained": "4875.00"}
LETTER: Final = {"letter_no": "E-2031-604"}
YES: Final = {**LETTER, "reasons": None}
NO: Final = {**LETTER, "reasons": "Hedeflenen kurs sayısına ulaşılamadı."}
EFFECT: Final = {"effective_on": "2032-02-03"}
REPORTS: Final = {"institution": "A-11.3a", "district": "A-11.3b", "province": "A-11.3c"}
SITTING: Final = {"sitting": "S-2032-7", "held_on": "2032-02-03"}
ROWS: Final[dict[str, list[str]]] = {
    "done_late": ["P-2", "P-8"],
    "not_done": ["P-9"],
    "visits_skipped": ["P-14"],
}
NO_ROWS: Final[dict[str, list[str]]] = {name: [] for name in ROWS}

LAPSES: Final = ("T-17.15b", "T-17.13", "T-17.25", "T-17.18b", "T-17.18c")

# Template and rule of every notice that the processes and the kernel draw up, with its facts.
NOTICES: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    *(
        ("refused", rule, {**FILE, "until": "2032-02-03"})
        for rule in ("S-5.2c", "S-7.5", "S-28.1b", "S-37.1", "S-42.2")
    ),
    ("returned", "T-13.2a", {**FILE, **FAILED}),
    ("returned", "T-13.4", {**FILE, **FAILED}),
    ("rejected", "T-17.12", {**FILE, **SCORED}),
    ("assignment", "T-17.3", {**FILE, **ORDER}),
    *(("correction", rule, DAYS) for rule in ("T-17.15a", "T-17.13", "T-17.25")),
    *(("lapsed", rule, DAYS) for rule in LAPSES),
    ("not_suitable", "T-17.17a", {**FILE, **SCORED}),
    ("not_suitable", "T-17.23", {**FILE, **DECIDED}),
    ("conditional", "T-17.18a", DAYS),
    ("new_errors", "T-17.18c", DAYS),
    ("accepted", "T-17.23", {**FILE, **DECIDED, "report_no": None}),
    ("accepted", "T-17.23", {**FILE, **DECIDED}),
    *(
        ("withdrawn", rule, facts)
        for rule in ("T-16.1", "R-T.17", "T-16.2a", "T-16.2b")
        for facts in ({**FILE, **REFUNDED}, FILE)
    ),
    *(("returned_early", rule, FILE) for rule in ("S-5.2a", "S-7.2", "S-7.5")),
    *(
        ("returned_early", rule, facts)
        for rule in ("T-16.2b", "T-27.2a")
        for facts in ({**FILE, **REFUNDED}, FILE)
    ),
    *(
        ("banned", rule, {**FILE, "until": "2032-02-03"})
        for rule in ("S-5.2c", "S-7.5", "S-37.1", "S-42.2")
    ),
    ("programme_changed", "T-27.1b", {**FILE, "decision_no": "K-2031-77"}),
    ("objection_received", "T-22.1", FILE),
    ("objection_decided", "T-22.2", {**FILE, **SCORED, **DECIDED}),
    ("objection_decided", "T-22.2", {**FILE, **SCORED, **DECIDED, "score": None}),
    ("forwarding_held", "T-17.20", {**FILE, "until": "2032-02-03"}),
    ("supplement_unfit", "T-17.10a", {**FILE, "report_no": "I-2031-89"}),
    ("follow_up_due", "T-23.1", FILE),
    ("doubt_referred", "T-17.21", FILE),
    *(
        ("duty_cancelled", "S-19.2", {**FILE, "ground": ground.value, "finding_no": "2031/78"})
        for ground in CancellationGround
    ),
    *(
        ("reminder", rule, {**TERM, "days_before": days})
        for rule in ("T-14.2", "T-18.3", *LAPSES, "R-T.4")
        for days in (3, 0)
    ),
    ("escalation", "T-14.2", {**TERM, "awaited": "ön inceleme komisyonu", "step": 2}),
    ("extension_reasons_owed", "R-T.15", TERM),
    ("term_extended", "R-T.15", {**TERM, "reasons": "Alan uzmanı geç görevlendirildi."}),
    # courses
    ("sent_back_by_chain", "R-C.3", FILE),
    (
        "exam_requested",
        "C-8.3",
        {**FILE, "candidates": 134, "interpreters": 5, "wished_on": "2032-02-03"},
    ),
    ("exam_scheduled", "C-8.3", {**FILE, **SITTING, "candidates": 133}),
    ("exam_cancelled", "C-8.3", {**FILE, "sitting": "S-2032-7"}),
    # partnerships
    ("programme_opened", "P-1", {**FILE, "school_year": 2031, "until": "2032-02-03"}),
    *(
        ("monitoring_report_filed", "P-15", {**FILE, "school": "malatya-fl", **rows})
        for rows in (ROWS, NO_ROWS)
    ),
    # agreements
    ("programme_first", "A-5.2", {**FILE, "programme": "sac-bakimi"}),
    *(("redirected", "A-6.1", {**FILE, "office": office}) for office in OFFICES),
    ("application_judged", "A-7.2", {**FILE, **YES, "favourable": True}),
    ("application_judged", "A-7.2", {**FILE, **NO, "favourable": False}),
    ("costs_refused", "A-8.6", {**FILE, "approval_no": "V-2032-12"}),
    ("extension_decided", "A-11.5", {**FILE, **YES, "granted": True, "until": "2032-02-03"}),
    ("extension_decided", "A-11.5", {**FILE, **NO, "granted": True, "until": "2032-02-03"}),
    ("extension_decided", "A-11.5", {**FILE, **NO, "granted": False, "until": None}),
    *(
        ("agreement_terminated", "A-11.2", {**FILE, **LETTER, "ground": ground.value, **EFFECT})
        for ground in TerminationGround
    ),
    *(("agreement_ended", rule, {**FILE, "on": "2032-02-03"}) for rule in ("A-8.10", "A-11.2")),
    *(("publicity_decided", "A-13.1", {**FILE, **LETTER, "approved": y}) for y in (True, False)),
    *(
        ("report_overdue", rule, {**FILE, "level": level, "period": 17, "missing": 3, "of": 8})
        for level, rule in REPORTS.items()
    ),
    *(("reminder", "A-8.10", {**TERM, "days_before": days}) for days in (30, 10)),
)

WORKFLOWS: Final = Path(workflows.__file__).parent
"""Where notices are issued."""

AS_WRITTEN: Final = {
    "tr": {
        "2031-04-24": "24 Nisan 2031",
        "2031-05-26": "26 Mayıs 2031",
        "2031-05-26T17:30:00+03:00": "26 Mayıs 2031, saat 17.30",
        "2031-06-20": "20 Haziran 2031",
        "2032-02-03": "3 Şubat 2032",
        "71.25": "71,25",
        "78.50": "78,50",
        "48750.00": "48750,00",
        "43875.00": "43875,00",
        "4875.00": "4875,00",
    },
    "en": {
        "2031-04-24": "24 April 2031",
        "2031-05-26": "26 May 2031",
        "2031-05-26T17:30:00+03:00": "26 May 2031, 17:30",
        "2031-06-20": "20 June 2031",
        "2032-02-03": "3 February 2032",
    },
}
"""Facts as people write them; the others stand as they are."""


UNSAID: Final = {
    *("approved", "days_before", "failed", "favourable", "granted", "ground", "level", "office"),
    *("step", *ROWS),
}
"""Facts that a letter puts into words of its own."""


def written(template: str, rule: str, facts: dict[str, Any], language: str) -> letter.Letter:
    about = Particulars(
        template=template,
        rule=rule,
        dated_at=datetime.fromisoformat("2031-04-25T09:00:00+03:00"),
        name="Örnek Yayınevi",
        facts=facts,
    )
    return write_letter(about, language)


def ids(notice: Any) -> str | None:
    return notice if isinstance(notice, str) else None


every_notice = pytest.mark.parametrize(("template", "rule", "facts"), NOTICES, ids=ids)
both_languages = pytest.mark.parametrize("language", LANGUAGES)


def asked_for(source: Path) -> set[str]:
    """Templates that a module names in its source."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return {
        keyword.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "template"
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    }


def test_no_letter_is_missing_and_none_is_unused() -> None:
    wanted = set[str]().union(*map(asked_for, WORKFLOWS.rglob("*.py")))
    there = {
        language: {
            path.name.removesuffix(f".{language}.j2") for path in LETTERS.rglob(f"*.{language}.j2")
        }
        for language in LANGUAGES
    }
    assert {template for template, _, _ in NOTICES} == wanted
    assert there["tr"] == there["en"] == wanted | SHARED | {GENERAL}
    assert sum(1 for each in LETTERS.rglob("*") if each.is_file()) == 2 * len(there["tr"])


@both_languages
@every_notice
def test_a_letter_says_all_that_its_notice_says(
    template: str, rule: str, facts: dict[str, Any], language: str
) -> None:
    whole = written(template, rule, facts, language)
    spoken = {k: v for k, v in facts.items() if k not in UNSAID}
    for value in spoken.values():
        if value is not None:
            assert AS_WRITTEN[language].get(str(value), str(value)) in whole.text, value
    for left_open in ("None", "—", "Undefined", "{", "}", "_", ":\n\nDayanak"):
        assert left_open not in whole.text
    # nothing is left to the list of what no sentence speaks of
    assert "Dosyadaki bilgiler" not in whole.text
    assert "What the file says" not in whole.text


@both_languages
@every_notice
def test_a_letter_names_rule_and_article_and_what_to_do(
    template: str, rule: str, facts: dict[str, Any], language: str
) -> None:
    whole = written(template, rule, facts, language)
    ground = rf"(Dayanak|Ground): (m\.\d[^·\n]*|§\d+[a-z]?|(sıra|row) \d+) · {re.escape(rule)}\n"
    assert re.search(ground, whole.text)
    assert "2031-0042" in whole.subject
    assert len(whole.subject) <= 110
    assert len(whole.text) <= 1700
    assert not re.search(r"[^\S\n]$|\n\n\n|  ", whole.text, re.MULTILINE)


@both_languages
@pytest.mark.parametrize("check", list(PreliminaryCheck))
def test_a_return_names_each_failed_check_and_no_other(
    check: PreliminaryCheck, language: str
) -> None:
    one = written("returned", "T-13.2a", {**FILE, "failed": [check.value]}, language)
    every = written("returned", "T-13.2a", {**FILE, **FAILED}, language)
    (line,) = re.findall(r"^- .+$", one.text, re.MULTILINE)
    assert line in every.text
    assert check.value not in one.text
    assert len(re.findall(r"^- .+$", every.text, re.MULTILINE)) == len(PreliminaryCheck)


@both_languages
def test_each_ground_of_a_cancelled_duty_has_its_words(language: str) -> None:
    texts = {
        written(
            "duty_cancelled",
            "S-19.2",
            {**FILE, "ground": ground.value, "finding_no": "1"},
            language,
        ).text
        for ground in CancellationGround
    }
    assert len(texts) == len(CancellationGround)
    assert not any(ground.value in text for ground in CancellationGround for text in texts)


@both_languages
@pytest.mark.parametrize(
    ("template", "rule", "facts", "values"),
    [
        ("redirected", "A-6.1", FILE, {"office": OFFICES}),
        ("agreement_terminated", "A-11.2", {**LETTER, **EFFECT}, {"ground": TerminationGround}),
        ("report_overdue", "A-11.3a", {"period": 1, "missing": 3, "of": 8}, {"level": REPORTS}),
        ("publicity_decided", "A-13.1", LETTER, {"approved": (True, False)}),
        ("application_judged", "A-7.2", NO, {"favourable": (True, False)}),
        ("extension_decided", "A-11.5", {**NO, "until": "2032-02-03"}, {"granted": (True, False)}),
    ],
)
def test_each_value_that_a_letter_puts_into_words_has_words_of_its_own(
    template: str,
    rule: str,
    facts: dict[str, Any],
    values: dict[str, Iterable[Any]],
    language: str,
) -> None:
    texts = [
        written(template, rule, {**FILE, **facts, key: value}, language).text
        for key, each in values.items()
        for value in each
    ]
    assert len(set(texts)) == len(texts) > 1


@both_languages
def test_a_letter_about_what_has_no_score_speaks_of_none(language: str) -> None:
    """T-17.25, T-11.2b: updates and translations are reviewed without one."""
    unscored = {**FILE, **SCORED, **DECIDED, "score": None}
    for template, rule, facts in (
        ("objection_decided", "T-22.2", unscored),
        ("assignment", "T-17.3", {**FILE, **ORDER}),
    ):
        text = written(template, rule, facts, language).text
        assert not re.search(r"puan|score|100|90", text)


@both_languages
def test_a_letter_to_who_paid_no_fee_speaks_of_no_money(language: str) -> None:
    for template, rule in (("withdrawn", "T-16.1"), ("returned_early", "T-27.2a")):
        text = written(template, rule, FILE, language).text
        assert not re.search(r"TL|lira|ücret|fee", text)


@both_languages
def test_a_monitoring_report_names_each_row_once_and_no_list_without_rows(language: str) -> None:
    """R-P.7: rows that are late or were never done are named, and nothing is said of none."""
    school = {**FILE, "school": "malatya-fl"}
    some = written("monitoring_report_filed", "P-15", {**school, **ROWS}, language).text
    none = written("monitoring_report_filed", "P-15", {**school, **NO_ROWS}, language).text
    lists = [line.partition(": ")[2] for line in some.splitlines() if ": P-" in line]
    assert lists == ["P-2, P-8", "P-9", "P-14"]
    assert not re.search(r"P-(?!15\b)\d", none)


def test_the_last_reminder_and_each_escalation_say_so() -> None:
    first = written("reminder", "T-17.15b", {**TERM, "days_before": 3}, "tr").text
    last = written("reminder", "T-17.15b", {**TERM, "days_before": 0}, "tr").text
    assert "son hatırlatma" in last
    assert "son hatırlatma" not in first
    third = {**TERM, "awaited": "Müdürlük", "step": 3}
    assert "3. bildirim" in written("escalation", "T-18.3", third, "tr").text


@both_languages
@pytest.mark.parametrize("template", sorted({template for template, _, _ in NOTICES}))
def test_a_letter_can_reveal_no_more_than_its_notice_carries(template: str, language: str) -> None:
    """It asks for facts of its own notices and for nothing else."""
    asked = letter._asked_for(f"{template}.{language}.j2", language)
    carried = {key for name, _, facts in NOTICES if name == template for key in facts}
    assert asked - GIVEN <= carried


@pytest.mark.parametrize("name", ["base", "words", GENERAL])
@both_languages
def test_what_letters_are_made_from_asks_for_nothing_of_a_kind(name: str, language: str) -> None:
    asked = letter._asked_for(f"{name}.{language}.j2", language)
    assert asked - GIVEN <= {"term", "due_on"}

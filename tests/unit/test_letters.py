"""The letters: each has its words in both languages, and says all it knows."""

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pytest
from jinja2 import UndefinedError, meta, nodes

from activities.post import earlier, letter
from activities.post.grounds import ARTICLES
from activities.post.letter import Particulars, write_letter
from tests.kit.letters import Example, examples
from workflows.kernel.case.letters import Letter
from workflows.partnership.letters import MonitoringReportFiled
from workflows.partnership.messages import Row
from workflows.textbook_review.letters import Returned
from workflows.textbook_review.messages.review import PreliminaryCheck

ROOT = Path(__file__).parents[2]
LETTERS = Path(letter.__file__).parent / "letters"
LANGUAGES = ("tr", "en")
EXAMPLES: Final[tuple[Example, ...]] = tuple(examples())

SHARED: Final = {"base", "court", "mail", "words"}
"""What letters are made from."""

GENERAL: Final = "notification"
"""Goes out for a letter that a release no longer has."""

GIVEN: Final = {"name", "rule", "dated_at", "file_no", "article"}
"""What every letter is given, whatever it says itself."""

AS_WRITTEN: Final = {
    "tr": {
        "2031-04-24": "24 Nisan 2031",
        "2031-05-26": "26 Mayıs 2031",
        "2031-05-26T17:30:00+03:00": "26 Mayıs 2031, saat 17.30",
        "2031-06-20": "20 Haziran 2031",
        "2032-02-03": "3 Şubat 2032",
        "71.25": "71,25",
        "78.50": "78,50",
        "1500": "1.500",
        "48000000": "48.000.000",
        "48750.00": "48.750,00",
        "50700.00": "50.700,00",
        "99450.00": "99.450,00",
        "45630.00": "45.630,00",
        "53820.00": "53.820,00",
        "43875.00": "43.875,00",
        "4875.00": "4.875,00",
    },
    "en": {
        "2031-04-24": "24 April 2031",
        "2031-05-26": "26 May 2031",
        "2031-05-26T17:30:00+03:00": "26 May 2031, 17:30",
        "2031-06-20": "20 June 2031",
        "2032-02-03": "3 February 2032",
        "1500": "1,500",
        "48000000": "48,000,000",
        "48750.00": "48,750.00",
        "50700.00": "50,700.00",
        "99450.00": "99,450.00",
        "45630.00": "45,630.00",
        "53820.00": "53,820.00",
        "43875.00": "43,875.00",
        "4875.00": "4,875.00",
    },
}
"""Facts as people write them; the others stand as they are."""

IN_WORDS: Final = {
    *(
        "about",
        "approved",
        "change",
        "days_before",
        "failed",
        "favourable",
        "granted",
        "ground",
        "level",
        "office",
    ),
    *("may_object", "step", "unit", "objection_unit", "window_unit"),
    *("done_late", "not_done", "visits_skipped", "any_day", "corrected"),
    *("agreed", "announced", "deferred", "officially", "transferred"),
    *("fee_due", "fee_kept", "fee_open", "periods", "ruling", "runs_on", "silent", "whose"),
    *("again", "only_changes", "path", "version"),
    *("distribute", "guide_book", "late", "who"),
}
"""Facts that a letter puts into words of its own."""

UNSAID: Final = {"objection_days"}
"""Facts of which only some letters of a kind speak."""


def kinds(kind: type[Letter] = Letter) -> Iterator[type[Letter]]:
    """Every letter that the product has, out of those that tests add."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("workflows.") and hasattr(each, "template"):
            yield each
        yield from kinds(each)


def written(said: Letter, rule: str, language: str) -> letter.Letter:
    return sent(said.template, rule, {"file_no": "2031-0042", **said.written()}, language)


def sent(template: str, rule: str, facts: dict[str, Any], language: str) -> letter.Letter:
    about = Particulars(
        template=template,
        rule=rule,
        dated_at=datetime.fromisoformat("2031-04-25T09:00:00+03:00"),
        name="Örnek Yayınevi",
        facts=facts,
    )
    return write_letter(about, language)


def source(template: str, language: str) -> str:
    (path,) = LETTERS.rglob(f"{template}.{language}.j2")
    return path.read_text(encoding="utf-8")


def variables(template: str, language: str) -> set[str]:
    """What a template speaks of and does not set or import itself."""
    tree = letter._letters(language, letter.FOLDERS).parse(source(template, language))
    own = {each.name for each in tree.find_all(nodes.Name) if each.ctx == "store"}
    for imported in tree.find_all(nodes.FromImport):
        own |= {each if isinstance(each, str) else each[1] for each in imported.names}
    return meta.find_undeclared_variables(tree) - own


def ids(example: Example) -> str:
    said, rule = example
    return f"{type(said).__name__}-{rule}"


every_example = pytest.mark.parametrize(("said", "rule"), EXAMPLES, ids=map(ids, EXAMPLES))
both_languages = pytest.mark.parametrize("language", LANGUAGES)


def test_there_is_an_example_of_every_letter() -> None:
    assert {type(said) for said, _ in EXAMPLES} == set(kinds())


@both_languages
def test_no_template_is_missing_and_none_is_unused(language: str) -> None:
    there = [path.name for path in LETTERS.rglob(f"*.{language}.j2")]
    wanted = {*SHARED, GENERAL, *(kind.template for kind in kinds())}
    assert sorted(there) == sorted(f"{name}.{language}.j2" for name in wanted)


@both_languages
@pytest.mark.parametrize("template", sorted({kind.template for kind in kinds()}))
def test_a_template_speaks_of_the_facts_of_its_letters_and_of_nothing_else(
    template: str, language: str
) -> None:
    """So no fact is passed over, and no letter reveals more than the case says."""
    facts = {key for said, _ in EXAMPLES if said.template == template for key in said.written()}
    if language == "tr":
        facts.discard("term_en")
    assert variables(template, language) - GIVEN == facts - GIVEN


@both_languages
@every_example
def test_a_letter_says_all_that_its_notice_says(said: Letter, rule: str, language: str) -> None:
    whole = written(said, rule, language)
    spoken = {k: v for k, v in said.written().items() if k not in IN_WORDS | UNSAID}
    spoken.pop("term_en" if language == "tr" else "term", None)
    for value in spoken.values():
        if value is not None:
            assert AS_WRITTEN[language].get(str(value), str(value)) in whole.text, value
    for left_open in ("None", "—", "Undefined", "{", "}", "_", ":\n\nDayanak", ":\n\nGround"):
        assert left_open not in whole.text


@both_languages
@every_example
def test_a_letter_names_rule_and_article_and_what_to_do(
    said: Letter, rule: str, language: str
) -> None:
    whole = written(said, rule, language)
    article = r"(m\.\d[^·\n]*|§\d+[a-z]?|(sıra|row) \d+)"
    ground = rf"(Dayanak|Ground): [^,\n]+, {article} · {re.escape(rule)}\n"
    assert re.search(ground, whole.text)
    assert "2031-0042" in whole.subject
    assert not re.search(r"\b[TRSCABPE]-[\w.]+\d", whole.subject)
    assert len(whole.subject) <= 110
    assert len(whole.text) <= 2100
    assert not re.search(r"[^\S\n]$|\n\n\n|  ", whole.text, re.MULTILINE)


@both_languages
def test_each_form_of_a_letter_reads_differently(language: str) -> None:
    """A value that is put into words has words of its own."""
    forms = sorted(EXAMPLES, key=lambda each: (each[0].template, each[1]))
    for (template, rule), of_one in groupby(forms, key=lambda each: (each[0].template, each[1])):
        distinct = {str(said.written()): said for said, _ in of_one}
        texts = {written(said, rule, language).text for said in distinct.values()}
        assert len(texts) == len(distinct), template


@both_languages
@every_example
def test_a_missing_fact_stops_the_letter(said: Letter, rule: str, language: str) -> None:
    facts = {"file_no": "2031-0042", **said.written()}
    replaced = {"article", "term_en", "paid", *earlier.said_earlier(said.template, rule)}
    replaced |= {"term"} if language == "en" else set()
    spoken = {key for key, value in facts.items() if value is not None} - IN_WORDS - UNSAID
    for missing in spoken & variables(said.template, language) - replaced:
        with pytest.raises(UndefinedError, match=missing):
            sent(said.template, rule, {k: v for k, v in facts.items() if k != missing}, language)


# -- articles and figures --------------------------------------------------------------------------


def test_articles_are_those_of_the_catalogue() -> None:
    catalogue = tomllib.loads((ROOT / "docs/catalogue.toml").read_text(encoding="utf-8"))
    entries = [
        entry
        for section in catalogue["section"]
        for kind in ("rules", "readings")
        for entry in section.get(kind, ())
    ]
    assert dict(ARTICLES) == {entry["id"]: entry["article"] for entry in entries}


NUMBERS: Final = {
    "tr": (
        *("iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz", "on", "yirmi", "otuz"),
        *("kırk", "elli", "altmış", "yetmiş", "seksen", "doksan", "yüz"),
    ),
    "en": (
        *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
        *("twelve", "fifteen", "twenty", "thirty", "sixty", "seventy", "ninety", "hundred"),
        *("twice", "monthly", "yearly"),
    ),
}
CITED: Final = re.compile(
    r"\bm\.\d+(\(\d+\))?|\barticles? \d+(\(\d+\))?|\b\d+ (n[cç][iıuü]|[iıuü]nc[iıuü]) madde\w*"
    r'|"[TRSCABPE]-[\w.]+"'
)
"""How letters cite an article, and how templates name a rule."""


def figures_in(template: str, language: str) -> list[str]:
    """Numbers in the prose of a template, in digits or words."""
    number = rf"\b({'|'.join(NUMBERS[language])})(?![a-zçğıöşü])(?!-)|\d+"
    prose = re.sub(r"\{\{.*?\}\}|\{% (extends|from|if|elif|for|block) .*?%\}", "", template)
    return [each[0] for each in re.finditer(number, CITED.sub("", prose), re.IGNORECASE)]


@pytest.mark.parametrize(
    ("language", "prose", "figures"),
    [
        ("tr", "Taslak 75 puanın altında; on beş gün içinde (m.22)", ["75", "on", "beş"]),
        ("tr", "17 nci maddesine göre {{ span(15, unit) }} içinde onay", []),
        ("en", "within fifteen days under article 22(1), twice at most", ["fifteen", "twice"]),
        ("en", '{% if rule == "T-17.15b" %}{{ days }} days{% endif %}', []),
    ],
)
def test_figures_are_told_from_citations(language: str, prose: str, figures: list[str]) -> None:
    assert figures_in(prose, language) == figures


@both_languages
def test_no_template_writes_a_figure_of_law(language: str) -> None:
    """Days, points, months and copies come from the rulebook of the case."""
    templates = LETTERS.rglob(f"*.{language}.j2")
    found = {
        path.name: figures_in(path.read_text(encoding="utf-8"), language) for path in templates
    }
    assert {name: figures for name, figures in found.items() if figures} == {}


@both_languages
@every_example
def test_an_earlier_notice_reads_as_one_of_today(said: Letter, rule: str, language: str) -> None:
    """What was issued before a letter had a field is sent with the figure of its day."""
    facts = {"file_no": "2031-0042", **said.written()}
    added = earlier.said_earlier(said.template, rule)
    of_then = {key: value for key, value in facts.items() if (key, value) not in added.items()}
    assert sent(said.template, rule, of_then, language) == written(said, rule, language)


def test_what_earlier_notices_lack_are_fields_of_today() -> None:
    lacking = {*((t, key) for t, added in earlier.BY_LETTER.items() for key in added)}
    lacking |= {(t, key) for (t, _), added in earlier.BY_RULE.items() for key in added}
    assert lacking <= {(said.template, key) for said, _ in EXAMPLES for key in said.written()}


# -- single letters --------------------------------------------------------------------------------


@both_languages
@pytest.mark.parametrize("check", list(PreliminaryCheck))
def test_a_return_names_each_failed_check_and_no_other(
    check: PreliminaryCheck, language: str
) -> None:
    one = written(Returned(failed=(check,), report_no=None, fee_kept=True), "T-13.2a", language)
    every = written(
        Returned(failed=tuple(PreliminaryCheck), report_no=None, fee_kept=True), "T-13.2a", language
    )
    (line,) = re.findall(r"^- .+$", one.text, re.MULTILINE)
    assert line in every.text
    assert check.value not in one.text
    assert len(re.findall(r"^- .+$", every.text, re.MULTILINE)) == len(PreliminaryCheck)


@both_languages
@every_example
def test_a_letter_speaks_of_a_score_or_of_money_only_where_it_has_one(
    said: Letter, rule: str, language: str
) -> None:
    """T-17.25, T-11.2b: updates and translations are reviewed without a score."""
    text = written(said, rule, language).text
    if said.template in {"objection_decided", "assignment"}:
        assert bool(re.search(r"puan|[Ss]core", text)) is bool(said.written().get("score"))
    if said.template in {"withdrawn", "returned_early", "tool_withdrawn"}:
        assert bool(re.search(r"TL|lira|ücret|fee", text)) is ("paid" in said.written())


@pytest.mark.parametrize(
    ("language", "named"),
    [
        (
            "tr",
            (
                "okulun durumu ve yapılan çalışmalar hakkında bilgi paylaşımı toplantıları",
                "güz dönemi ortak düzey belirleme sınavları",
                "patent, faydalı model, marka ve tasarım tescili çalışmaları",
                "son dönem ziyaretleri ve öğretmenler arası iş birliği",
            ),
        ),
        (
            "en",
            (
                "meetings on the state of the schools and on work done",
                "the joint level tests of autumn",
                "work towards patents, utility models, trade marks and designs",
                "the last visits, and cooperation among teachers",
            ),
        ),
    ],
)
def test_a_monitoring_report_names_each_row_in_words_and_no_list_without_rows(
    language: str, named: tuple[str, ...]
) -> None:
    """R-P.7: rows that are late or were never done are named, and nothing is said of none."""
    reports = [said for said, _ in EXAMPLES if said.template == "monitoring_report_filed"]
    some, none = (written(said, "P-15", language).body for said in reports)
    assert tuple(re.findall("^- (.+)$", some, re.MULTILINE)) == named
    assert "- " not in none


@both_languages
@every_example
def test_no_letter_speaks_of_a_rule_by_its_id(said: Letter, rule: str, language: str) -> None:
    words = re.findall(r"[A-Z][\w.-]*\w", written(said, rule, language).body)
    assert set(words) & set(ARTICLES) == set()


@both_languages
@pytest.mark.parametrize("row", list(Row))
def test_every_row_of_a_partnership_has_its_words(row: Row, language: str) -> None:
    one = MonitoringReportFiled(school="a-fl", done_late=(), not_done=(row,), visits_skipped=())
    assert re.search("^- [^P].{20,}$", written(one, "P-15", language).body, re.MULTILINE)


@both_languages
@every_example
def test_a_letter_about_candidates_names_them_by_their_keys(
    said: Letter, rule: str, language: str
) -> None:
    who = said.written().get("who")
    assert isinstance(who, list | None)
    if who:
        assert f": {', '.join(map(str, who))}\n" in written(said, rule, language).text


def test_the_last_reminder_and_each_escalation_say_so() -> None:
    first, last = (
        written(said, rule, "tr").text
        for said, rule in EXAMPLES
        if said.template == "reminder" and rule == "T-17.15b"
    )
    assert "son hatırlatma" in last
    assert "son hatırlatma" not in first
    (third,) = (
        written(said, rule, "tr")
        for said, rule in EXAMPLES
        if rule == "T-14.2" and said.template == "escalation"
    )
    assert "2. bildirim" in third.text


@both_languages
def test_a_letter_that_a_release_no_longer_has_goes_out_as_a_general_one(language: str) -> None:
    whole = sent("long_gone", "T-17.15b", {"file_no": "2031-0042", "score": "82.5"}, language)
    assert "2031-0042" in whole.subject
    assert not re.search(r"\b[TRSCABPE]-[\w.]+\d", whole.subject)
    assert "82.5" not in whole.text

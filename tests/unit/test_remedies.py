"""Which way is open to whoever a letter ends a matter against: objection or court."""

from datetime import datetime
from typing import Final

import pytest

from activities.post.letter import Letter, Particulars, write_letter
from tests.kit.letters import Example, examples
from workflows.kernel.case.letters import Letter as Said

EXAMPLES: Final[tuple[Example, ...]] = tuple(examples())

COURT: Final = {"tr": "yetkili idare mahkemesinde", "en": "administrative court"}


def written(said: Said, rule: str, language: str) -> Letter:
    about = Particulars(
        template=said.template,
        rule=rule,
        dated_at=datetime.fromisoformat("2031-04-25T09:00:00+03:00"),
        name="Örnek Yayınevi",
        facts={"file_no": "2031-0042", **said.written()},
    )
    return write_letter(about, language)


@pytest.mark.rule("R-S.14")
@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize(("said", "rule"), EXAMPLES)
def test_a_letter_names_the_court_or_the_objection_never_both(
    said: Said, rule: str, language: str
) -> None:
    """Constitution, art. 40: what ends a matter against its reader says which way is open."""
    whole = written(said, rule, language)
    objection = {"tr": "itiraz edebilirsiniz", "en": "you may object"}[language]
    assert not (whole.remedy and objection in whole.text)
    assert (COURT[language] in whole.text) is bool(whole.remedy)


@pytest.mark.rule("R-S.14")
@pytest.mark.parametrize(
    ("template", "rule"),
    [
        ("lapsed", "T-17.15b"),
        ("returned", "T-13.2a"),
        ("refused", "S-7.5"),
        ("banned", "S-42.2"),
        ("annulled", "S-28.1b"),
        ("tool_not_suitable", None),
        ("agreement_terminated", "A-8.8"),
        ("costs_refused", "A-8.6"),
    ],
)
def test_a_final_refusal_names_the_court_and_its_sixty_days(
    template: str, rule: str | None
) -> None:
    """Sixty days from service: act 2577, m.7."""
    of_kind = [(s, r) for s, r in EXAMPLES if s.template == template and rule in {None, r}]
    assert of_kind
    for said, under in of_kind:
        text = written(said, under, "tr").text
        assert "tebliğini izleyen günden başlayarak 60 gün içinde" in text


@pytest.mark.rule("R-S.14")
@pytest.mark.parametrize("template", ["objection_decided", "application_judged", "term_prolonged"])
def test_a_decision_for_its_reader_names_no_court(template: str) -> None:
    texts = {written(s, rule, "tr").text for s, rule in EXAMPLES if s.template == template}
    assert {COURT["tr"] in text for text in texts} == {True, False}

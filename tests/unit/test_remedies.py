"""Which way is open to whoever a letter ends a matter against: objection or court."""

import re
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
        ("cooperation_given_up", "A-8.1"),
        ("term_rewritten", "B-27.2b"),
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


AGAINST: Final = re.compile(
    r"(uygun bulun|kabul edil|onaylan|uzatıl|alın)ma(mıştır|mış )|reddedil|feshedil|iptal edil|"
    r"iade edilm|kısıtlama|vazgeçil|sona er(miştir|ecektir)|okutulamaz|kabul edilmez"
)
"""What is said to somebody who is refused something, or for whom something ends."""

NOT_AGAINST: Final = {
    "a decision as it was asked for": {"accepted", "tool_conforms", "tool_exempt"},
    "a wish of its reader's own": {"withdrawn", "tool_withdrawn", "partner_withdrew"},
    "ends on a day that was known; nobody decides": {"agreement_ended", "term_over", "tool_over"},
    "to offices of the Ministry": {
        *("course_stopped", "duty_cancelled", "exam_cancelled", "exam_time_over"),
        *("last_day_changed", "lessons_over", "run_off_continues", "tool_duty_cancelled"),
        *("unit_prices_decided",),
    },
    "the matter goes on": {
        *("annulment_due", "conditional", "correction", "corrections_incomplete"),
        *("finding_withdrawn", "findings_decided", "new_errors", "price_not_asked_for"),
        *("price_recorded", "reflection_ordered", "reminder", "returned"),
    },
}
"""Letters with such words that leave a way open, or whose reader is no citizen, and why."""


@pytest.mark.rule("R-S.14")
def test_whoever_is_refused_or_sees_a_matter_end_learns_where_to_turn() -> None:
    silent = set()
    for said, rule in EXAMPLES:
        whole = written(said, rule, "tr")
        turned = whole.remedy or "itiraz edebilirsiniz" in whole.body
        if AGAINST.search(whole.body) and not turned:
            silent.add(said.template)
    assert silent == set().union(*NOT_AGAINST.values())


@pytest.mark.rule("R-S.14")
@pytest.mark.parametrize(
    ("template", "key"),
    [("withdrawn", "retained"), ("tool_withdrawn", "retained"), ("annulment_due", "banned_until")],
)
def test_money_kept_and_a_ban_are_decisions_of_their_own(template: str, key: str) -> None:
    """Who withdraws may go to court about what is kept of the fee, and for nothing else."""
    of_kind = [(s, r) for s, r in EXAMPLES if s.template == template]
    assert {bool(s.written().get(key)) for s, _ in of_kind} == {True, False}
    for said, rule in of_kind:
        assert bool(written(said, rule, "tr").remedy) is bool(said.written().get(key))

"""The application: to which office, with which papers, and the answer to it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import LEVELS, an_application
from workflows.agreement.messages.agreement import (
    Area,
    Level,
    PaperKind,
    PartnerKind,
    PreAssessmentForm,
    ProgrammePublished,
)
from workflows.agreement.rules.application import (
    breaches_of_application,
    breaches_of_pre_assessment,
    breaches_of_publication,
    level_of,
    papers_owed,
    redirected,
    subject_taken,
)

AREAS = [
    pytest.param({"districts": ["0601"]}, "district", id="one district"),
    pytest.param({"districts": ["0601"], "provinces": ["06"]}, "district", id="in its province"),
    pytest.param({"districts": ["0601", "0601"]}, "district", id="one district, written twice"),
    pytest.param({"districts": ["0601", "0602"]}, "province", id="several districts"),
    pytest.param(
        {"districts": ["0601", "0602"], "provinces": ["06"]},
        "province",
        id="several districts of a province",
    ),
    pytest.param({"provinces": ["06"]}, "province", id="one province"),
    pytest.param({"provinces": ["06", "34"]}, "general", id="several provinces"),
    pytest.param(
        {"districts": ["0601", "3401"], "provinces": ["06", "34"]},
        "general",
        id="districts of several provinces",
    ),
    pytest.param(
        {"districts": ["0601"], "provinces": ["06", "34"]},
        "general",
        id="a district and another province",
    ),
    pytest.param({"nationwide": True}, "general", id="the country"),
]


@pytest.mark.rule("A-6.1", "R-A.8")
@pytest.mark.parametrize(("area", "level"), AREAS)
def test_the_area_decides_on_the_office(area: dict[str, Any], level: str) -> None:
    assert level_of(Area.model_validate(area), special=False) == level


@pytest.mark.rule("A-6.2")
@pytest.mark.parametrize(("area", "level"), AREAS)
def test_maturation_institutes_and_open_schools_are_the_directorate_generals(
    area: dict[str, Any], level: str
) -> None:
    assert level_of(Area.model_validate(area), special=True) is Level.GENERAL


codes = st.lists(st.sampled_from(["0601", "0602", "3401"]), max_size=3)


@pytest.mark.rule("R-A.8")
@given(districts=codes, provinces=codes, more=st.sampled_from(["0603", "3402"]))
def test_a_larger_area_never_goes_to_a_lower_office(
    districts: list[str], provinces: list[str], more: str
) -> None:
    if not districts:
        districts = ["0601"]
    area = Area(districts=tuple(districts), provinces=tuple(provinces))
    larger = Area(districts=(*area.districts, more), provinces=(*area.provinces, more))

    before, after = level_of(area, special=False), level_of(larger, special=False)

    assert LEVELS.index(before) <= LEVELS.index(after)


@pytest.mark.rule("A-6.1")
@pytest.mark.parametrize(("area", "level"), AREAS)
@pytest.mark.parametrize("applied_to", LEVELS)
def test_an_application_goes_on_to_the_right_office_and_is_not_refused_for_it(
    area: dict[str, Any], level: str, applied_to: Level
) -> None:
    application = an_application(area=area, applied_to=applied_to)

    assert redirected(application) == (None if applied_to == level else level)
    assert "A-6.1" not in rules_of(breaches_of_application(an_application(applied_to=applied_to)))


@pytest.mark.rule("A-6.2")
def test_what_is_the_directorate_generals_goes_on_from_a_district() -> None:
    assert redirected(an_application(special=True)) is Level.GENERAL
    assert redirected(an_application(special=True, applied_to="general")) is None


@pytest.mark.rule("A-6.1", "R-A.8")
def test_districts_that_belong_together_name_their_province() -> None:
    two = {"districts": ["0601", "0602"]}

    assert rules_of(breaches_of_application(an_application(area=two))) == ["A-6.1"]
    assert breaches_of_application(an_application(area=two, special=True)) == ()
    assert breaches_of_application(an_application(area=two | {"provinces": ["06"]})) == ()


PAPERS = [
    # m.6(3), paper by paper
    pytest.param(
        "ngo",
        ("letter", "ek-1", "legal-personality", "signature-circular"),
        marks=pytest.mark.rule("A-6.3a"),
    ),
    pytest.param(
        "private",
        ("letter", "ek-1", "trade-registry", "signature-circular"),
        marks=pytest.mark.rule("A-6.3b"),
    ),
    pytest.param("public", ("letter", "ek-1"), marks=pytest.mark.rule("A-6.3c")),
]
NAMES = {
    "letter": "the letter of application",
    "ek-1": "the form Ek-1",
    "legal-personality": "proof that the partner is a legal person",
    "trade-registry": "the trade registry document",
    "signature-circular": "the signature circular",
}
RULES = {"ngo": "A-6.3a", "private": "A-6.3b", "public": "A-6.3c"}


@pytest.mark.parametrize(("kind", "papers"), PAPERS)
def test_an_application_needs_these_papers_and_no_other(kind: str, papers: tuple[str, ...]) -> None:
    branch = () if kind == "public" else ("branch-proof",)

    assert papers_owed(PartnerKind(kind), has_branch=False) == papers
    assert papers_owed(PartnerKind(kind), has_branch=True) == (*papers, *branch)


@pytest.mark.parametrize(("kind", "papers"), PAPERS)
def test_each_missing_paper_is_named(kind: str, papers: tuple[str, ...]) -> None:
    in_order = an_application(partner_kind=kind, documents=papers)
    assert breaches_of_application(in_order) == ()

    for paper in papers:
        others = tuple(other for other in papers if other != paper)
        (breach,) = breaches_of_application(an_application(partner_kind=kind, documents=others))
        assert (breach.rule, breach.what) == (RULES[kind], f"not among the papers: {NAMES[paper]}")


@pytest.mark.parametrize(("kind", "papers"), PAPERS)
def test_branches_are_proved_by_all_but_public_bodies(kind: str, papers: tuple[str, ...]) -> None:
    without = an_application(partner_kind=kind, documents=papers, has_branch=True)
    proved = an_application(partner_kind=kind, documents=(*papers, "branch-proof"), has_branch=True)

    expected = [] if kind == "public" else [RULES[kind]]
    assert rules_of(breaches_of_application(without)) == expected
    assert breaches_of_application(proved) == ()


@pytest.mark.rule("A-6.3c")
@given(extra=st.lists(st.sampled_from(list(PaperKind))))
def test_more_papers_than_needed_do_no_harm(extra: list[PaperKind]) -> None:
    assert breaches_of_application(an_application(documents=("letter", "ek-1", *extra[:18]))) == ()


@pytest.mark.rule("A-5.1", "A-5.2")
@pytest.mark.parametrize(
    ("published_on", "found"),
    [
        pytest.param("2026-07-01", [], id="today"),
        pytest.param("2026-07-02", ["A-5.1"], id="tomorrow"),
        pytest.param("2025-01-15", [], id="long ago"),
    ],
)
def test_a_programme_is_published_before_anything_else(published_on: str, found: list[str]) -> None:
    record = ProgrammePublished.model_validate(
        {"programme_no": "P-7", "published_on": published_on}
    )

    assert (
        rules_of(breaches_of_publication(record, missing=["gida"], today=date(2026, 7, 1))) == found
    )


@pytest.mark.rule("A-8.7", "R-A.15")
def test_nobody_is_a_branch_of_itself() -> None:
    branch = an_application(branch_of="genel-merkez")

    assert breaches_of_application(branch) == ()
    itself = an_application(branch_of="partner-1")
    assert rules_of(breaches_of_application(itself)) == ["R-A.15"]


@pytest.mark.rule("A-7.1", "A-7.2")
@pytest.mark.parametrize(
    ("favourable", "reasons", "found"),
    [
        (True, None, []),
        (True, "Uygundur.", []),
        (False, "Konu önceliklerimiz arasında değil.", []),
        (False, None, ["A-7.2"]),
    ],
)
def test_yes_and_no_are_the_offices_and_a_no_has_reasons(
    *, favourable: bool, reasons: str | None, found: list[str]
) -> None:
    form = PreAssessmentForm(
        form_no="EK2-1", subject="gida", favourable=favourable, letter_no="E-1", reasons=reasons
    )

    assert rules_of(breaches_of_pre_assessment(form)) == found


@pytest.mark.rule("A-8.7")
@pytest.mark.parametrize(
    ("until", "said"),
    [("2027-08-31", "until 2027-08-31"), (None, "until a day not yet agreed")],
)
def test_a_subject_that_is_taken_is_refused_with_the_case_that_has_it(
    until: str | None, said: str
) -> None:
    no = subject_taken({"case": "agreement-2026-0001", "until": until})

    assert no.rule == "A-8.7"
    assert no.what == f"agreement-2026-0001 covers this subject with the same partner, {said}"

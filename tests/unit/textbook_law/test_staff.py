"""Who made a draft (m.4(1), m.5(1), m.11(2)a, m.13(1)g)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import (
    BOOK,
    COEFFICIENT,
    FILED_ON,
    a_unit_application,
    a_work,
    an_application,
)
from workflows.textbook_law.draft import Degree, Qualification, StaffMember, StaffRole, Work
from workflows.textbook_law.staff import (
    breaches_of_declaration,
    breaches_of_staff,
    experts_left_out,
)
from workflows.textbook_review.messages.review import (
    Application,
    CheckResult,
    PreliminaryCheck,
    PreliminaryReport,
)
from workflows.textbook_review.rules.preliminary import breaches_of_preliminary_report

FIELD_OF = {
    StaffRole.AUTHOR: "matematik",
    StaffRole.EDITOR: "matematik",
    StaffRole.LANGUAGE_EXPERT: "turkce",
    StaffRole.VISUAL_DESIGNER: "grafik",
    StaffRole.ASSESSMENT_EXPERT: "olcme-ve-degerlendirme",
    StaffRole.PROGRAMME_EXPERT: "program-gelistirme",
    StaffRole.GUIDANCE_EXPERT: "psikoloji",
}


def one(role: str, **changes: Any) -> StaffMember:
    """A bachelor in the field that the role asks for."""
    usual = {
        "role": role,
        "id": f"p-{role}",
        "degree": "bachelor",
        "field": FIELD_OF[StaffRole(role)],
        "qualified_by": "appointment-field",
    }
    return StaffMember.model_validate(usual | changes)


EVERYBODY = tuple(one(role) for role in FIELD_OF)


def staffed(*changed: StaffMember, without: tuple[str, ...] = (), **more: Any) -> Application:
    """A publisher's draft by everybody, some of them replaced or left out."""
    roles = {member.role for member in changed} | {StaffRole(role) for role in without}
    others = tuple(member for member in EVERYBODY if member.role not in roles)
    return an_application(staff=(*others, *changed), **more)


def broken(application: Application) -> list[str]:
    return rules_of(breaches_of_staff(application, BOOK))


@pytest.mark.rule("T-13.1g")
def test_a_full_and_qualified_staff_lacks_nothing() -> None:
    assert broken(staffed()) == []


@pytest.mark.rule("T-5.1")
@pytest.mark.rule("T-13.1g")
@pytest.mark.parametrize(
    ("role", "of_publisher"),
    [
        pytest.param("author", "T-5.1", id="m.5/1 author"),
        pytest.param("editor", "T-5.1", id="m.5/1 editor"),
        pytest.param("language-expert", "T-5.1", id="m.5/1 language expert"),
        pytest.param("visual-designer", "T-5.1", id="m.5/1 visual designer"),
        pytest.param("assessment-expert", "T-13.1g", id="m.13/1-g assessment"),
        pytest.param("programme-expert", "T-13.1g", id="m.13/1-g programme development"),
        pytest.param("guidance-expert", "T-13.1g", id="m.13/1-g guidance"),
    ],
)
def test_every_person_of_the_articles_is_named(role: str, of_publisher: str) -> None:
    short = staffed(without=(role,))

    assert broken(short) == [of_publisher]
    assert broken(a_unit_application(staff=short.staff)) == ["T-13.1g"]


@pytest.mark.rule("T-5.1")
@pytest.mark.parametrize(
    ("work", "spared"),
    [
        pytest.param(a_work(), (), id="mathematics: both"),
        pytest.param(a_work(lesson="turkce"), ("language-expert",), id="Türkçe"),
        pytest.param(a_work(lesson="dil-ve-anlatim"), ("language-expert",), id="Dil ve Anlatım"),
        pytest.param(a_work(lesson="turk-edebiyati"), ("language-expert",), id="Türk Edebiyatı"),
        pytest.param(a_work(foreign_language=True), ("language-expert",), id="a foreign language"),
        pytest.param(a_work(field="resim"), ("visual-designer",), id="the painting field"),
    ],
)
def test_some_lessons_and_fields_go_without_a_separate_expert(
    work: Work, spared: tuple[str, ...]
) -> None:
    field = {"field": work.field}
    own = (one("author", **field), one("editor", **field))

    assert experts_left_out(work, BOOK) == spared
    assert broken(staffed(*own, work=work)) == []  # one may work on it all the same
    for role in ("language-expert", "visual-designer"):
        without = staffed(*own, without=(role,), work=work)
        assert broken(without) == ([] if role in spared else ["T-5.1"])


@pytest.mark.rule("T-5.1")
def test_a_publisher_declares_its_staff_free_of_convictions() -> None:
    silent = an_application().model_dump(exclude={"declared_clean"})

    assert rules_of(breaches_of_declaration(an_application(declared_clean=True))) == []
    assert rules_of(breaches_of_declaration(an_application(declared_clean=False))) == ["T-5.1"]
    # the form does not say so: the preliminary commission looks for it (T-13.1b)
    assert rules_of(breaches_of_declaration(Application.model_validate(silent))) == []
    assert rules_of(breaches_of_declaration(a_unit_application(declared_clean=False))) == []


@pytest.mark.rule("T-4.1")
@pytest.mark.parametrize(
    ("degree", "field", "way", "found"),
    [
        pytest.param("bachelor", "matematik", "appointment-field", [], id="m.4/1-a degree"),
        pytest.param("none", "matematik", "appointment-field", ["T-4.1", "T-13.1g"], id="none"),
        pytest.param("doctorate", "fizik", "appointment-field", ["T-4.1"], id="another field"),
        pytest.param("master", "matematik", "doctorate", ["T-4.1"], id="a master is not a doctor"),
        pytest.param("doctorate", "fizik", "doctorate", ["T-4.1"], id="a doctor of another field"),
        pytest.param("none", "fizik", "earlier-textbook", ["T-4.1"], id="a book of another field"),
        pytest.param("doctorate", "matematik", "postgraduate", ["T-4.1"], id="no way for authors"),
    ],
)
def test_an_author_qualifies_by_degree_doctorate_or_earlier_book_in_the_field(
    degree: str, field: str, way: str, found: list[str]
) -> None:
    author = one("author", degree=degree, field=field, qualified_by=way)

    assert broken(staffed(author)) == found


@pytest.mark.rule("R-T.20")
@pytest.mark.parametrize(
    ("degree", "way"),
    [
        pytest.param("doctorate", "doctorate", id="a doctorate fails the letter of m.13/1-g"),
        pytest.param("none", "earlier-textbook", id="so does an earlier book"),
        pytest.param("none", "appointed-teacher", id="an appointment that of m.4/1-a"),
    ],
)
def test_for_an_author_either_way_of_qualifying_is_enough(degree: str, way: str) -> None:
    assert broken(staffed(one("author", degree=degree, qualified_by=way))) == []


@pytest.mark.rule("T-4.1")
def test_every_author_qualifies_not_just_one() -> None:
    second = one("author", id="p-second", field="tarih")

    assert broken(staffed(one("author"), second)) == ["T-4.1"]


@pytest.mark.rule("T-4.2")
@pytest.mark.parametrize(
    ("role", "fields"),
    [
        pytest.param("editor", ("matematik",), id="m.4/1-ı"),
        pytest.param("language-expert", ("turkce", "turk-dili-ve-edebiyati"), id="m.4/1-ğ"),
        pytest.param("visual-designer", ("resim", "grafik"), id="m.4/1-j"),
        pytest.param("assessment-expert", ("olcme-ve-degerlendirme",), id="m.4/1-p"),
        pytest.param("programme-expert", ("program-gelistirme",), id="m.4/1-r"),
        pytest.param("guidance-expert", ("rehberlik", "cocuk-gelisimi", "psikoloji"), id="m.4/1-ş"),
    ],
)
def test_an_expert_has_a_degree_in_a_field_of_the_role(role: str, fields: tuple[str, ...]) -> None:
    for field in fields:
        assert broken(staffed(one(role, field=field))) == []
        by_office = {"field": field, "degree": "none", "qualified_by": "appointed-teacher"}
        assert broken(staffed(one(role, **by_office))) == ["T-4.2"]
    assert broken(staffed(one(role, field="tarih"))) == ["T-4.2"]


@pytest.mark.rule("T-4.2")
@pytest.mark.parametrize("role", ["assessment-expert", "programme-expert"])
@pytest.mark.parametrize(
    ("degree", "found"),
    [("bachelor", ["T-4.2"]), ("master", []), ("doctorate", [])],
)
def test_who_comes_from_another_field_has_a_postgraduate_degree(
    role: str, degree: str, found: list[str]
) -> None:
    assert broken(staffed(one(role, degree=degree, qualified_by="postgraduate"))) == found


@pytest.mark.rule("T-13.1g")
@pytest.mark.parametrize(
    ("way", "found"),
    [
        pytest.param("appointed-teacher", ["T-4.2"], id="an appointed teacher"),
        pytest.param("earlier-textbook", ["T-4.2", "T-13.1g"], id="an earlier book is for authors"),
        pytest.param("appointment-field", ["T-4.2", "T-13.1g"], id="nothing at all"),
    ],
)
def test_without_a_degree_only_an_appointed_teacher_passes_the_eighth_check(
    way: str, found: list[str]
) -> None:
    assert broken(staffed(one("editor", degree="none", qualified_by=way))) == found


DOCTOR = one("author", degree="doctorate", qualified_by="doctorate", graduate_in_language=True)
OF_FIELD = one("author", id="p-field")
OF_LANGUAGE = one("author", id="p-language", field="ingilizce")


@pytest.mark.rule("T-11.2a")
@pytest.mark.parametrize(
    ("authors", "found"),
    [
        pytest.param((DOCTOR,), [], id="a doctor who graduated in the language"),
        pytest.param(
            (DOCTOR.model_copy(update={"graduate_in_language": False}),),
            ["T-11.2a"],
            id="a doctor who did not",
        ),
        pytest.param(
            (one("author", degree="master", graduate_in_language=True),),
            ["T-11.2a"],
            id="a graduate in the language who is no doctor",
        ),
        pytest.param(
            (DOCTOR.model_copy(update={"field": "ingilizce"}),),
            ["T-11.2a"],
            id="a doctor of the language alone",
        ),
        pytest.param((DOCTOR, OF_FIELD), ["T-11.2a"], id="not all of them"),
        pytest.param((OF_FIELD, OF_LANGUAGE), [], id="field and language together"),
        pytest.param(
            (OF_FIELD, one("author", id="p-2")), ["T-11.2a"], id="two of the field, no language"
        ),
        pytest.param(
            (OF_LANGUAGE, one("author", id="p-2", field="ingilizce")),
            ["T-11.2a"],
            id="two of the language, no field",
        ),
        pytest.param(
            (OF_FIELD, OF_LANGUAGE.model_copy(update={"id": "p-field"})),
            ["T-11.2a"],
            id="one person is not two experts",
        ),
    ],
)
def test_a_lesson_taught_in_a_foreign_language_has_authors_who_write_in_it(
    authors: tuple[StaffMember, ...], found: list[str]
) -> None:
    assert broken(staffed(*authors, taught_in="ingilizce")) == found


# -- translators ---------------------------------------------------------------------------------


def translator(**changes: Any) -> StaffMember:
    usual = {
        "role": "translator",
        "id": "p-t",
        "degree": "bachelor",
        "field": "matematik",
        "qualified_by": "appointment-field",
    }
    return StaffMember.model_validate(usual | changes)


@pytest.mark.rule("T-11.2b")
@pytest.mark.parametrize(
    ("degree", "field", "in_language", "lawful"),
    [
        pytest.param("bachelor", "matematik", True, True, id="m.11/2-b field taught in it"),
        pytest.param("doctorate", "matematik", False, True, id="m.11/2-b doctor of the field"),
        pytest.param("bachelor", "ingilizce", False, True, id="m.11/2-b bachelor of the language"),
        pytest.param("bachelor", "matematik", False, False, id="field, taught in Turkish"),
        pytest.param("master", "matematik", False, False, id="no doctor yet"),
        pytest.param("doctorate", "fizik", True, False, id="a doctor of another field"),
        pytest.param("bachelor", "almanca", False, False, id="another language"),
        pytest.param("none", "ingilizce", True, False, id="no degree"),
    ],
)
def test_a_translator_qualifies_by_one_of_three_ways(
    degree: str,
    field: str,
    in_language: bool,  # noqa: FBT001
    lawful: bool,  # noqa: FBT001
) -> None:
    by = translator(degree=degree, field=field, graduate_in_language=in_language)
    draft = an_application(staff=(by,), translation_of="2024-7", taught_in="ingilizce")

    assert broken(draft) == ([] if lawful else ["T-11.2b"])


@pytest.mark.rule("T-11.2b")
def test_every_translator_qualifies_and_there_is_one() -> None:
    able = translator(degree="doctorate")
    of = {"translation_of": "2024-7", "taught_in": "ingilizce"}

    assert broken(an_application(staff=(able, translator(id="p-2")), **of)) == ["T-11.2b"]
    assert broken(an_application(staff=EVERYBODY, **of)) == ["T-11.2b"]
    assert broken(an_application(staff=(*EVERYBODY, able), **of)) == []


@pytest.mark.rule("T-11.2b", "T-4.2")
def test_nobody_translates_an_ordinary_draft() -> None:
    assert broken(staffed(translator(degree="doctorate"))) == ["T-4.2"]


@pytest.mark.rule("T-4.1")
def test_an_author_of_the_language_alone_does_not_write_other_books() -> None:
    assert broken(staffed(OF_FIELD, OF_LANGUAGE)) == ["T-4.1"]


@pytest.mark.rule("T-4.1")
@given(st.sampled_from(Degree), st.sampled_from(Qualification))
def test_whoever_studied_nothing_of_the_field_never_writes_its_book(
    degree: Degree, way: Qualification
) -> None:
    author = one("author", degree=degree, qualified_by=way, field="tarih")

    assert "T-4.1" in broken(staffed(author))


@pytest.mark.rule("T-4.2")
@given(
    st.sampled_from([role for role in FIELD_OF if role is not StaffRole.AUTHOR]),
    st.sampled_from(Qualification),
)
def test_no_expert_goes_without_a_degree(role: StaffRole, way: Qualification) -> None:
    assert "T-4.2" in broken(staffed(one(role, degree="none", qualified_by=way)))


@pytest.mark.rule("T-13.1g", "T-5.1", "T-11.2b")
def test_the_eighth_check_cannot_pass_against_the_declaration() -> None:
    def judged(application: Application, *, passed: bool) -> list[str]:
        checks = dict.fromkeys(PreliminaryCheck, CheckResult(passed=True))
        checks[PreliminaryCheck.QUALIFIED_STAFF] = CheckResult(passed=passed)
        report = PreliminaryReport(members=("p1", "p2", "p3"), checks=checks)
        found = breaches_of_preliminary_report(
            report,
            application,
            BOOK,
            members=report.members,
            coefficient=COEFFICIENT,
            filed_on=FILED_ON,
        )
        return rules_of(found)

    short = staffed(without=("guidance-expert",))

    assert judged(short, passed=True) == ["T-13.1g"]
    assert judged(short, passed=False) == []
    assert judged(staffed(without=("editor",)), passed=True) == ["T-5.1"]
    nobody = an_application(staff=EVERYBODY, translation_of="2024-7", taught_in="ingilizce")
    assert judged(nobody, passed=True) == ["T-11.2b"]
    assert judged(an_application(), passed=True) == []  # nobody declared: judged from paper

"""A file is lifted from the form of an earlier release, with its documents."""

from dataclasses import replace
from typing import Any, ClassVar

import pytest

from tests.kit import permits
from tests.kit.permits import ANSWER, PERMIT, answering
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.forms import NotLifted, carried_file, lift
from workflows.kernel.roles import Role


class Answer(permits.Answer):
    """The answer in its second form, which counts sheets."""

    lifts: ClassVar = (lambda body: {**body, "sheets": (body["pages"] + 1) // 2},)
    sheets: int


NEWER = replace(
    PERMIT,
    messages=tuple(Answer if kind is permits.Answer else kind for kind in PERMIT.messages),
)


def answered() -> dict[str, Any]:
    play = answering()
    play.send("answer", Role.APPLICANT, "2031-04-01T10:00", {**ANSWER, "pages": 3})
    return play.file.model_dump(mode="json")


def of_form_1(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name not in {"text", "forms"}} | {"v": 1}


def test_the_first_form_is_lifted_to_the_first_edition_of_the_text() -> None:
    file = carried_file(PERMIT, of_form_1(answered()))

    assert (file.v, file.text, file.forms) == (2, 1, {})
    assert file == CaseFile.model_validate(answered())


def test_documents_of_an_earlier_form_are_lifted_once() -> None:
    file = carried_file(NEWER, answered())

    fact = file.fact("answer", 1)
    assert fact is not None
    assert fact.body == {"text": "yes", "pages": 3, "sheets": 2}
    assert file.forms == {"answer": 2}
    assert carried_file(NEWER, file.model_dump(mode="json")) == file


@pytest.mark.parametrize("form", [0, 3, None, "2"])
def test_a_form_of_nobody_or_of_a_later_release_is_not_lifted(form: object) -> None:
    with pytest.raises(NotLifted, match="this release reads 1 to 2"):
        lift({**answered(), "v": form})


def test_a_document_or_a_text_of_a_later_release_is_not_lifted() -> None:
    raw = carried_file(NEWER, answered()).model_dump(mode="json")

    with pytest.raises(NotLifted, match="answer has form 2"):
        carried_file(PERMIT, raw)
    with pytest.raises(NotLifted, match="edition 2 of its text"):
        carried_file(PERMIT, {**answered(), "text": 2})

"""What a coded draft no longer says: who made it and who filed it (T-13.2b, T-13.3)."""

from pydantic import JsonValue

from workflows.kernel.case.file import sealed
from workflows.textbook_law.draft import Degree, StaffMember
from workflows.textbook_review.messages.review import Application
from workflows.textbook_review.rules.objection import sealed_receipt


def without_applicant(draft: Application) -> dict[str, JsonValue]:
    """Return an application's body without anything that names or identifies who filed it."""
    body: dict[str, JsonValue] = draft.model_dump(mode="json")
    unknown = {"key": sealed(draft.applicant.key), "institution": "sealed"}
    body["applicant"] = {**draft.applicant.model_dump(mode="json"), **unknown}
    # who made it stays known by a token, so that none of them comes to judge it
    body["staff"] = [
        StaffMember(
            role=person.role,
            id=sealed(person.id),
            degree=Degree.NONE,
            field="sealed",
            qualified_by=person.qualified_by,
        ).model_dump(mode="json")
        for person in draft.staff
    ]
    body["work"] = {**draft.work.model_dump(mode="json"), "earlier_book": None}
    if draft.fee is not None:
        receipt_no = sealed_receipt(draft.fee.receipt_no)
        body["fee"] = {**draft.fee.model_dump(mode="json"), "receipt_no": receipt_no}
    return body

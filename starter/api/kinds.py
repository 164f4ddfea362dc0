"""Documents of the kind that a rule asks for: looked at before a message counts."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from activities.database import Pool
from activities.documents import documents
from starter.client.answers import Refused
from workflows.kernel.case.refusal import Reason
from workflows.kernel.values import DOCUMENT_KIND


async def held_to_kinds(pool: Pool, rule: str, message: BaseModel) -> None:
    """Stop a message that names a stored document of another kind than its field asks for.

    A document that is kept elsewhere is not known here, and goes through.

    Raises:
        Refused: Field by field.
    """
    wanted = [*_wanted(message)]
    if not wanted:
        return
    async with pool.acquire() as conn:
        stored = await documents(conn, [sha256 for _, sha256, _ in wanted])
    wrong = tuple(
        _of_another_kind(rule, field, stored[sha256].media_type, kind)
        for field, sha256, kind in wanted
        if sha256 in stored and stored[sha256].media_type != kind
    )
    if wrong:
        raise Refused(wrong)


def _wanted(value: Any) -> Iterator[tuple[str, str, str]]:
    """Yield each field that asks for a kind: its name, the digest in it, the media type."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            found, extra = getattr(value, name), field.json_schema_extra
            if isinstance(extra, dict) and DOCUMENT_KIND in extra and found is not None:
                yield name, found, str(extra[DOCUMENT_KIND])
            else:
                yield from _wanted(found)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _wanted(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _wanted(each)


def _of_another_kind(rule: str, field: str, found: str, kind: str) -> Reason:
    return Reason(
        rule=rule,
        what=f"{field}: the document is {found}",
        why=f"it has to be {kind}",
        do="upload it as that, and name the new document",
    )

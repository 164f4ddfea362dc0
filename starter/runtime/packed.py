"""The law of a case in its messages: calendar and rulebook, each packed into one text.

A case carries both, whatever becomes of the database, and thousands of cases carry the same. Their
text is made once, and read once: in a process equal ones are the same value, for as long as some
case has it. Packed, they are a fraction of what a history, and the SDK for each case, has to hold.
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any, Final, TypeVar
from weakref import WeakValueDictionary, ref

from pydantic import BaseModel
from pydantic_core import from_json

from workflows.kernel.case.records import Batch, Opening
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook

M = TypeVar("M", bound=BaseModel)

ZLIB: Final = "zlib:"
"""How a packed text begins: what follows is base64."""

_LAW: Final[dict[str, type[BaseModel]]] = {"calendar": Calendar, "rulebook": Rulebook}
"""Fields of an opening that are packed."""

_OF_OPENING: Final = set(_LAW)
_OF_BATCH: Final = {"begun": {"__all__": {"opening": _OF_OPENING}}}


class Texts:
    """Values and their packed texts; neither keeps a value alive."""

    def __init__(self) -> None:
        self._values: WeakValueDictionary[tuple[type, str], Any] = WeakValueDictionary()
        self._texts: dict[int, tuple[ref[BaseModel], str]] = {}

    def text(self, value: BaseModel) -> str:
        """Return the text of a value, which nobody changes: made once."""
        of, text = self._texts.get(id(value), (None, ""))
        if of is None or of() is not value:
            text = ZLIB + b64encode(zlib.compress(value.model_dump_json().encode())).decode()
            self._texts[id(value)] = ref(value, self._forgetting(id(value))), text
        return text

    def value(self, kind: type[M], said: Any) -> M:
        """Return the one value of a text; what was written before texts were packed is read too."""
        if not isinstance(said, str):
            read = kind.model_validate(said)
            return self._one(kind, self.text(read), lambda: read)
        return self._one(kind, said, lambda: kind.model_validate_json(_unpacked(said)))

    def _one(self, kind: type[M], text: str, read: Callable[[], M]) -> M:
        found: M | None = self._values.get((kind, text))
        return self._values.setdefault((kind, text), read()) if found is None else found

    def _forgetting(self, identity: int) -> Callable[[ref[BaseModel]], None]:
        def forget(gone: ref[BaseModel]) -> None:
            if (kept := self._texts.get(identity)) is not None and kept[0] is gone:
                del self._texts[identity]

        return forget


_TEXTS: Final = Texts()


def packed(value: Any) -> Any:
    """Return a value as it is written in a message."""
    if isinstance(value, Opening):
        return value.model_dump(mode="json", exclude=_OF_OPENING) | _law_of(value)
    if isinstance(value, Batch) and value.begun:
        written = value.model_dump(mode="json", exclude=_OF_BATCH)
        for begun, said in zip(value.begun, written["begun"], strict=True):
            said["opening"] |= _law_of(begun.opening)
        return written
    return value


def _law_of(opening: Opening) -> dict[str, str]:
    return {name: _TEXTS.text(getattr(opening, name)) for name in _LAW}


def _unpacked(text: str) -> bytes:
    return zlib.decompress(b64decode(text.removeprefix(ZLIB)))


def _with_law(opening: dict[str, Any]) -> dict[str, Any]:
    law = {name: _TEXTS.value(kind, opening[name]) for name, kind in _LAW.items()}
    return {**opening, **law}


def _opening(data: bytes) -> Opening:
    return Opening.model_validate(_with_law(from_json(data)))


def _opening_if_any(data: bytes) -> Opening | None:
    said = from_json(data)
    return None if said is None else Opening.model_validate(_with_law(said))


def _batch(data: bytes) -> Batch:
    said = from_json(data)
    begun = [{**one, "opening": _with_law(one["opening"])} for one in said.get("begun", ())]
    return Batch.model_validate({**said, "begun": begun})


def _batch_if_any(data: bytes) -> Batch | None:
    return None if data == b"null" else _batch(data)


READERS: Final[tuple[tuple[Any, Callable[[bytes], Any]], ...]] = (
    (Opening, _opening),
    (Opening | None, _opening_if_any),
    (Batch, _batch),
    (Batch | None, _batch_if_any),
)
"""What brings packed texts, and how it is read."""

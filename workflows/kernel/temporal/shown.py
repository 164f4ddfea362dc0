"""What a case shows while it runs: search attributes, details, and the answers to queries."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, ClassVar, Final

from temporalio import workflow
from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    SearchAttributeUpdate,
    TypedSearchAttributes,
)

from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Entry, Projection, Recorded
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display import details, view
from workflows.kernel.display.attributes import SEARCH_ATTRIBUTES
from workflows.kernel.display.stand import stand_of
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.dating import dated
from workflows.kernel.temporal.commands import envelope_of
from workflows.kernel.temporal.doors import WithDoor
from workflows.kernel.temporal.keeper import Keeper

RECENT = 5
"""Journal entries shown in the details."""

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class Shown(WithDoor):
    """The side of a case that others see; it changes nothing."""

    process: ClassVar[Process]

    def __init__(self, keeper: Keeper, begin: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        """Start with nothing shown; ``begin`` has something done in the background."""
        self._keeper = self.door = keeper
        self._in_background = begin
        self._recent: tuple[str, ...] = ()
        self._attributes = _known_at_start()
        self._listed_at = workflow.now() if self._attributes else _LONG_AGO
        self._is_to_be_listed = False
        self._parked: str | None = None

    @property
    def _file(self) -> CaseFile:
        assert self._keeper.reading is not None, "the case is not open yet"
        return self._keeper.reading.file

    def park(self, why: str | None) -> None:
        """Show what the case waits for until somebody has mended it; None once it goes on."""
        if why != self._parked:
            self._parked = why
            if self._keeper.reading is not None:
                self._show()

    def _remember(self, entry: Entry) -> None:
        line = details.entry_line(self.process, entry, self._file.opening.language)
        self._recent = (*self._recent, line)[-RECENT:]

    def _show_on(self, recent: tuple[str, ...]) -> None:
        """Go on from what the run before has shown."""
        self._recent = recent
        # the server carries attributes over: what is None now must be unset, not passed over
        self._attributes = dict.fromkeys(SEARCH_ATTRIBUTES, ...)

    def _projection(self) -> Projection:
        assert self._keeper.reading is not None
        return view.projection_of(self.process, self._keeper.reading)

    def _recording(self, entries: Sequence[Entry]) -> str:
        return details.record_summary(self.process, entries, self._file.opening.language)

    def _learn(self, recorded: Recorded) -> None:
        assert self._keeper.reading is not None
        needs = tuple(dict.fromkeys((*self._file.attention, *recorded.attention)))
        if needs != self._file.attention:
            self._keeper.reading.file = self._file.model_copy(update={"attention": needs})
            self._show()

    def _show(self) -> None:
        """Bring the search attributes up to date: at once, or with what follows it at once.

        An end is shown at once, and so is what a person has to see to.
        """
        changed = self._unlisted()
        apart = timedelta(milliseconds=self._file.opening.listed_apart)
        wait = self._listed_at + apart - workflow.now()
        is_urgent = self._file.decision is not None or "NeedsAttention" in changed
        if is_urgent or wait <= timedelta(0):
            self._list(changed)
        elif changed and not self._is_to_be_listed:
            self._is_to_be_listed = True
            self._in_background(self._list_after(wait))

    async def _list_after(self, wait: timedelta) -> None:
        await workflow.sleep(wait, summary=details.lists_summary(self._file.opening.language))
        self._is_to_be_listed = False
        self._list(self._unlisted())

    def _list(self, changed: Mapping[str, object]) -> None:
        """Tell the server by what the case is found; only what changed goes out."""
        if changed:
            workflow.upsert_search_attributes([_update(n, v) for n, v in changed.items()])
            self._attributes |= changed
            self._listed_at = workflow.now()

    def _unlisted(self) -> dict[str, object]:
        """Return the search attributes that have changed since the case was last listed."""
        assert self._keeper.reading is not None
        wanted = view.attributes_of(self.process, self._keeper.reading)
        wanted["NeedsAttention"] = wanted["NeedsAttention"] or self._parked is not None
        return {name: v for name, v in wanted.items() if self._attributes.get(name) != v}

    def details(self) -> str:
        """Write what the UI shows as the details of the case; nothing while it is opening."""
        if (reading := self._keeper.reading) is None:
            return ""
        return details.details_of(self.process, reading, self._recent, self._parked)

    # the UI offers queries by name: `view`, which operators ask, is to come first
    @workflow.query(name="view")
    def view(self) -> dict[str, Any]:
        """Show the case: stage, terms with their derivation, allowed commands, overlay."""
        if self._keeper.reading is None:
            return {
                "case_id": workflow.info().workflow_id,
                "stage": "opening",
                "parked": self._parked,
            }
        return view.view_of(self.process, self._keeper.reading, self._parked).model_dump(
            mode="json"
        )

    @workflow.query(name="whole_file")
    def carried(self) -> dict[str, Any] | None:
        """Show what the case would carry over to another build; none while it is opening."""
        if (reading := self._keeper.reading) is None:
            return None
        return {
            "carried": reading.file.model_dump(mode="json"),
            "stand": stand_of(self.process, reading).model_dump(mode="json"),
            "recent": list(self._recent),
        }

    @workflow.query(name="working_days")
    def calendar(self) -> dict[str, Any] | None:
        """Show the calendar that the case lives by; none while it is opening."""
        if self._keeper.reading is None:
            return None
        return self._file.calendar.model_dump(mode="json")

    @workflow.query(name="what_if")
    def preview(self, name: str, raw: dict[str, Any], at: str = "") -> dict[str, Any] | None:
        """Say what a command would lead to, without sending it; none while the case is opening.

        A case's clock stands where something happened last: whoever asks says what time it is now.
        """
        envelope = envelope_of(raw)
        if self._keeper.reading is None or isinstance(envelope, Refusal):
            return None
        now = max(workflow.now(), datetime.fromisoformat(at)) if at else workflow.now()
        command = dated(name, envelope, now, self._file)
        return gate.preview(self._keeper.reading, command, now).model_dump(mode="json")

    @workflow.query(name="why")
    def why(self, term: str = "") -> list[dict[str, Any]]:
        """Explain the dates of one term (by key or rule ID), or of all open terms."""
        if self._keeper.reading is None:
            return []
        language = self._file.opening.language
        return [
            view.term_view(t, self._file.calendar, language).model_dump(mode="json")
            for t in self._file.terms.values()
            if (term in {t.key, t.rule} if term else t.is_open)
        ]


def found_by(attributes: Mapping[str, object]) -> TypedSearchAttributes:
    """Return search attributes as a case may be started with them, by name; without the unset."""
    return TypedSearchAttributes(
        [SearchAttributePair(_KEYS[n], v) for n, v in attributes.items() if v is not None]
    )


def _known_at_start() -> dict[str, object]:
    """Return by what the case is found since it was started."""
    given = workflow.info().typed_search_attributes
    return {pair.key.name: pair.value for pair in given if pair.key.name in SEARCH_ATTRIBUTES}


def _update(name: str, value: Any) -> SearchAttributeUpdate[Any]:
    key = _KEYS[name]
    update: SearchAttributeUpdate[Any] = (
        key.value_unset() if value is None else key.value_set(value)
    )
    return update


_MAKERS = {
    "Keyword": "for_keyword",
    "KeywordList": "for_keyword_list",
    "Datetime": "for_datetime",
    "Bool": "for_bool",
}

_KEYS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        name: getattr(SearchAttributeKey, _MAKERS[kind])(name)
        for name, kind in SEARCH_ATTRIBUTES.items()
    }
)
"""By name; the SDK keeps the key of each attribute in every case."""

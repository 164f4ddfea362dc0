"""Cases at hand in less memory: what the SDK keeps of each and nobody asks for is let go.

A case sleeps for months between two tasks. Until the next one its instance would hold the messages
of the last, and what its first task brought; a message of Google's keeps all that came with it.
This stands on attributes that the SDK calls its own; `tests/unit/starter/test_frugal.py` says when
another version has them no more.
"""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from random import Random
from types import MappingProxyType
from typing import Any, ClassVar, Final, cast

from temporalio.api.common.v1 import Payload, Payloads
from temporalio.bridge.proto.common import WorkerDeploymentVersion
from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.common import SearchAttributes, SearchAttributeUpdate
from temporalio.worker import UnsandboxedWorkflowRunner, WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker._workflow_instance import (  # what runs it: no other way leads there
    _WorkflowInstanceImpl,
)
from temporalio.workflow import EventGroup
from typing_extensions import override

_NOTHING_SAID: Final = WorkflowActivationCompletion()
_NO_FLAGS: Final = _NOTHING_SAID.successful.used_internal_flags
_NO_RESULT: Final = Payloads()


class FrugalRunner(UnsandboxedWorkflowRunner):
    """Runs stories as plain code, in instances that keep little."""

    @override
    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """Create an instance that keeps nothing of the message that asks for it."""
        last = _NO_RESULT
        if det.last_completion_result.payloads:
            last = Payloads()
            last.CopyFrom(det.last_completion_result)
        info = replace(det.info, raw_memo=_Packed(det.info.raw_memo), search_attributes={})
        return _Frugal(replace(det, info=info, last_completion_result=last))  # type: ignore[abstract] # its loop is one as far as it is needed


class _Packed(MutableMapping[str, Payload]):
    """A memo as it goes over the wire: a seventh of what its messages take."""

    def __init__(self, memo: Mapping[str, Payload]) -> None:
        self._bytes = {name: value.SerializeToString() for name, value in memo.items()}

    @override
    def __getitem__(self, name: str) -> Payload:
        return Payload.FromString(self._bytes[name])

    @override
    def __setitem__(self, name: str, value: Payload) -> None:
        self._bytes[name] = value.SerializeToString()

    @override
    def __delitem__(self, name: str) -> None:
        del self._bytes[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._bytes)

    @override
    def __len__(self) -> int:
        return len(self._bytes)


class _Frugal(_WorkflowInstanceImpl):
    """An instance of a workflow whose doors are those of its class, and that seldom draws lots."""

    _drawn: Random | None = None
    _version: ClassVar = WorkerDeploymentVersion()

    def __init__(self, det: WorkflowInstanceDetails) -> None:
        super().__init__(det)
        # a case opens none of its own: the same for all, which none can change
        self._signals: Any = MappingProxyType(det.defn.signals)
        self._updates: Any = MappingProxyType(det.defn.updates)

    @property  # type: ignore[explicit-override] # of an attribute
    def _random(self) -> Random:
        """Lots, drawn from the case's seed once somebody wants one."""
        if self._drawn is None:
            self._drawn = Random(self._current_seed)  # noqa: S311 - no secret
        return self._drawn

    @_random.setter
    def _random(self, _made: Random) -> None:
        """Keep none."""

    @override
    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        """Handle a task; what it brought and what came of it is kept no longer than it takes."""
        try:
            done = super().activate(act)
        finally:
            self._current_completion = _NOTHING_SAID
            self._current_internal_flags = _NO_FLAGS  # a part keeps all of its message
            self._deployment_version_for_current_task = self._same_for_all()
        if self._deleting:
            self._let_go()
        return done

    @override
    def workflow_upsert_search_attributes(
        self,
        attributes: SearchAttributes | Sequence[SearchAttributeUpdate[Any]],
        *,
        event_groups: Sequence[EventGroup] | None = None,
    ) -> None:
        """Change what lists show of a case; once, and not a second time as the SDK once had it."""
        super().workflow_upsert_search_attributes(attributes, event_groups=event_groups)
        cast("dict[str, Any]", self._info.search_attributes).clear()

    def _let_go(self) -> None:
        """Keep nothing once it is out of the cache, and leave the workflow nothing, either.

        Both refer to themselves: they would stay until Python looks through all that is at hand.
        """
        kept = vars(self).copy()
        vars(self).clear()
        self._deleting = True  # its tasks ask for it as they go, at the end of this
        if (told := kept["_object"]) is not None:  # its first task may have failed
            vars(told).clear()

    def _same_for_all(self) -> WorkerDeploymentVersion | None:
        """Return the version for which the task was, as one message for all cases."""
        version, known = self._deployment_version_for_current_task, _Frugal._version
        if version is not None and version != known:
            known = WorkerDeploymentVersion()
            known.CopyFrom(version)
            _Frugal._version = known
        return None if version is None else known

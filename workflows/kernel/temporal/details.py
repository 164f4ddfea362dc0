"""The details of a case in the UI: written when somebody reads them, and not after every act."""

from collections.abc import Coroutine
from typing import Any, Protocol

from temporalio import workflow
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.worker import (
    ExecuteWorkflowInput,
    HandleQueryInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)
from typing_extensions import override


class WithDetails(Protocol):
    """A case that can say what the UI shows of it."""

    def details(self) -> str:
        """Write it in Markdown."""


class DetailsWhenRead(Interceptor):
    """Puts a case's details into what the UI asks of every workflow."""

    @override
    def workflow_interceptor_class(
        self, input: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor]:
        """Return what hears the queries of each case."""
        return _DetailsWhenRead


class _DetailsWhenRead(WorkflowInboundInterceptor):
    @override
    def execute_workflow(self, input: ExecuteWorkflowInput) -> Coroutine[Any, Any, Any]:
        # the case has read it when it was made: kept, it would be in memory for years
        input.args, input.headers = (), {}
        return self.next.execute_workflow(input)

    @override
    async def handle_query(self, input: HandleQueryInput) -> Any:
        answer = await super().handle_query(input)
        if isinstance(answer, WorkflowMetadata):
            case: WithDetails = workflow.instance()
            answer.current_details = case.details()
        return answer

"""What the door stops before it enters the register, because no case could ever act on it."""

from pydantic import JsonValue

from starter.client.answers import Filing, NotFound, Refused
from starter.client.processes import process_of
from workflows.kernel.case.message import Envelope, Message
from workflows.kernel.case.process import Process
from workflows.kernel.case.reasons import dated_by_sender, decoded
from workflows.kernel.case.standing_commands import STANDING


def understood(case_id: str, command: str) -> None:
    """Stop what goes to no case, or is no command of its process.

    Raises:
        NotFound: This is not the address of a case.
        Refused: The process has no such command.
    """
    process = process_of(case_id)
    if process is None:
        raise NotFound(case_id, "is not the address of a case: <process>-<file number>")
    names = [spec.name for spec in process.commands] + [kind.command for kind in STANDING]
    if command not in names:
        raise Refused.because(
            "V-4",
            what=f"{process.name} has no command {command}",
            why=f"its commands are {', '.join(sorted(names))}",
            do="send one of these",
        )


def document(process: Process, command: str) -> type[Message] | None:
    """Return what a command brings; none if the process has no such command."""
    kinds = [*(spec.message for spec in process.commands), *STANDING]
    return next((kind for kind in kinds if kind.command == command), None)


def shaped(kind: type[Message], body: dict[str, JsonValue]) -> Message:
    """Return what a body says; one that cannot be read is stopped before it counts.

    Raises:
        Refused: Field by field, what is wrong with it (V-4).
    """
    read = decoded(kind, body, "V-4", f"the schema of {kind.command}")
    if isinstance(read, tuple):
        raise Refused(read)
    return read


def dated_lawfully(sent: Envelope | Filing) -> None:
    """Stop a date of receipt that its sender may not state: the register would vouch for it.

    Raises:
        Refused: Only the registry states one, with the register number of the paper (V-5).
    """
    if wrong := dated_by_sender(sent):
        raise Refused(wrong)

"""Ports of the embedded stack: chosen, checked before anything starts, named when taken."""

import random
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from types import MappingProxyType
from typing import Final

import psutil

from starter.runtime.problem import StackProblem

HOST: Final = "127.0.0.1"

QUIET_PORTS: Final = range(15_000, 32_000)
TRIES: Final = 50

DEFAULTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "VADE_TEMPORAL_PORT": 7233,
        "VADE_UI_PORT": 8233,
        "VADE_POSTGRES_PORT": 5455,
        "VADE_SMTP_PORT": 1025,
        "VADE_API_PORT": 8480,
    },
)
"""Setting of each port and its default; 0 takes any free port."""


def choose_ports(settings: tuple[str, ...], environ: Mapping[str, str]) -> dict[str, int]:
    """Return a free port for each setting.

    Args:
        settings: The settings whose port is needed, keys of ``DEFAULTS``.
        environ: Where overrides are read from.

    Raises:
        StackProblem: A setting is not a port number, or its port is in use.
    """
    # all are held until the last is chosen, or two "any free port" could get the same one
    with ExitStack() as stack:
        return {setting: _bound(stack, setting, _wanted(setting, environ)) for setting in settings}


def free_port() -> int:
    """Return a port nobody listens on at this moment.

    Not one of those that systems give to outgoing connections: between choosing and listening such
    a port may be taken by any of them.
    """
    for _ in range(TRIES):
        port = random.choice(QUIET_PORTS)  # noqa: S311 - no secret
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        return port
    raise StackProblem(
        f"None of {TRIES} ports tried on {HOST} is free.", "Name free ones by VADE_…_PORT."
    )


def _wanted(setting: str, environ: Mapping[str, str]) -> int:
    text = environ.get(setting) or str(DEFAULTS[setting])
    if not text.isdecimal() or int(text) > 65535:
        raise StackProblem(
            f"{setting} is {text!r}, which is not a port number.",
            "Set a number from 1 to 65535, or 0 for any free port.",
        )
    return int(text)


def _bound(stack: ExitStack, setting: str, port: int) -> int:
    port = port or free_port()
    probe = stack.enter_context(socket.socket())
    # a port whose old connections are still fading counts as free: the servers take it as well
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((HOST, port))
        # without listening, two sockets with SO_REUSEADDR could share the port
        probe.listen(1)
    except OSError as error:
        raise StackProblem(
            f"Port {port} on {HOST} cannot be used{_holder(port)} ({error.strerror}).",
            f"Stop that program, or set {setting} to another port (0 takes any free one).",
        ) from error
    return int(probe.getsockname()[1])


def _holder(port: int) -> str:
    """Say which program listens on a port, as far as this user may see it."""
    try:
        listeners = [
            connection.pid
            for connection in psutil.net_connections(kind="tcp")
            if connection.status == psutil.CONN_LISTEN
            and connection.laddr
            and connection.laddr.port == port
        ]
        pid = next((pid for pid in listeners if pid), None)
        return f": {psutil.Process(pid).name()} (process {pid}) listens on it" if pid else ""
    except psutil.Error:
        return ""

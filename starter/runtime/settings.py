"""Where the parts of a stack are: what is configured comes first, then the stack running here."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from starter.runtime.problem import StackProblem
from workflows.kernel.values import Frozen

if TYPE_CHECKING:
    from temporalio.envconfig import ClientConnectConfig

NAMESPACE: Final = "vade"

FILE: Final = "connection.json"
"""What a running stack leaves in its folder for other programs."""

CHOOSERS: Final = ("TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "TEMPORAL_CONFIG_FILE")
"""Settings that name another Temporal; a profile file at its default place alone does not."""


class Connection(Frozen):
    """Addresses of one stack. Contains the database's password: keep it in memory or mode 0600."""

    temporal_address: str
    namespace: str
    database_url: str
    ui_url: str | None = None
    smtp_url: str | None = None
    api_url: str | None = None
    embedded: bool
    """Whether the Temporal server is the embedded one, so that its clocks may be moved."""

    def client_options(self, environ: Mapping[str, str] | None = None) -> "ClientConnectConfig":
        """Return what ``Client.connect`` needs: address, namespace, TLS and key of a profile.

        Args:
            environ: Where the profile is named; by default the process's own environment.
        """
        from temporalio.envconfig import ClientConnectConfig  # noqa: PLC0415 - as in `_profile`

        if self.embedded:
            return ClientConnectConfig(target_host=self.temporal_address, namespace=self.namespace)
        return ClientConnectConfig(
            **{
                **_profile(environ or os.environ),
                "target_host": self.temporal_address,
                "namespace": self.namespace,
            }
        )

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """Return an environment in which a program finds exactly this stack."""
        ours = {
            "TEMPORAL_ADDRESS": self.temporal_address,
            "TEMPORAL_NAMESPACE": self.namespace,
            "VADE_DATABASE_URL": self.database_url,
            **({"VADE_SMTP_URL": self.smtp_url} if self.smtp_url else {}),
            **({"VADE_UI_URL": self.ui_url} if self.ui_url else {}),
        }
        if self.embedded:
            # a key, certificate or profile of another server must not reach this one
            environ = {k: v for k, v in environ.items() if not k.startswith("TEMPORAL_")}
            ours["TEMPORAL_CONFIG_FILE"] = os.devnull
        return {**environ, **ours}


def temporal_is_configured(environ: Mapping[str, str]) -> bool:
    """Return whether another Temporal server is named, so that none is started."""
    return any(environ.get(name) for name in CHOOSERS)


def configured_temporal(environ: Mapping[str, str]) -> tuple[str, str]:
    """Return address and namespace of the configured Temporal server.

    Raises:
        StackProblem: The profile cannot be read or names no address.
    """
    profile = _profile(environ)
    address = profile.get("target_host")
    if not address:
        # a mistyped file name reads like an empty file: never guess an address then
        raise StackProblem(
            "The Temporal profile names no address.",
            "Check TEMPORAL_PROFILE and TEMPORAL_CONFIG_FILE, or set TEMPORAL_ADDRESS.",
        )
    return address, profile.get("namespace") or NAMESPACE


def home() -> Path:
    """Return the stack's folder: ``VADE_HOME``, or ``.vade`` in the current directory."""
    return Path(os.environ.get("VADE_HOME") or ".vade").absolute()


def load(vade_dir: Path) -> Connection:
    """Return the stack to talk to.

    ``TEMPORAL_ADDRESS`` or a profile, ``VADE_DATABASE_URL``, ``VADE_SMTP_URL`` and ``VADE_UI_URL``
    each take the place of what the stack of this folder has left in ``connection.json``.

    Raises:
        StackProblem: Nothing is configured and no stack runs in this folder.
    """
    saved = _saved(vade_dir)
    known = saved.model_dump() if saved else {}
    if temporal_is_configured(os.environ):
        address, namespace = configured_temporal(os.environ)
        if address != known.get("temporal_address"):
            known |= {"embedded": False, "ui_url": None}
        known |= {"temporal_address": address, "namespace": namespace}
    for field, name in (
        ("database_url", "VADE_DATABASE_URL"),
        ("smtp_url", "VADE_SMTP_URL"),
        ("ui_url", "VADE_UI_URL"),
    ):
        if os.environ.get(name):
            known[field] = os.environ[name]
    if "temporal_address" not in known:
        raise StackProblem(
            f"No stack runs in {vade_dir}.",
            "Start one with `vade up`, or set TEMPORAL_ADDRESS and VADE_DATABASE_URL.",
        )
    if "database_url" not in known:
        raise StackProblem(
            "A Temporal server is configured, but no database.", "Set VADE_DATABASE_URL too."
        )
    return Connection(**known)


def _saved(vade_dir: Path) -> Connection | None:
    path = vade_dir / FILE
    try:
        return Connection.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise StackProblem(
            f"{path} cannot be read ({type(error).__name__}).",
            "Run as the user who started the stack, or start it again with `vade up`.",
        ) from error


def _profile(environ: Mapping[str, str]) -> "ClientConnectConfig":
    # where no Temporal is configured, whoever asks the database alone need not load it
    from temporalio.envconfig import ClientConfig  # noqa: PLC0415

    try:
        return ClientConfig.load_client_connect_config(override_env_vars=dict(environ))
    except (OSError, ValueError, RuntimeError) as error:
        raise StackProblem(
            f"The Temporal profile cannot be read: {error}.",
            "Check TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE and the files they name.",
        ) from error

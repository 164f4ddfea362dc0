"""The door before the Temporal UI: its settings, what it lets through, and what it does not."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from starter.embedded.operators_ui import SETTINGS, operators_ui

CASES = "/api/v1/namespaces/vade/workflows"
DEPLOYED = Path(__file__).parents[3] / "deploy" / "temporal-ui.env"


async def streamed(said: str) -> AsyncIterator[bytes]:
    yield said.encode()


@pytest.fixture
async def door() -> AsyncIterator[httpx.AsyncClient]:
    """Before a UI that tells what has reached it."""

    def ui(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/v1/settings":
            said = {"DefaultNamespace": "", "Version": "2", "WorkflowTerminateDisabled": False}
            return httpx.Response(200, json=said)
        if request.url.path == "/gone":
            raise httpx.ConnectError("nobody there")
        came = f"{request.method} {request.url.raw_path.decode()} {request.content.decode()}"
        two = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
        return httpx.Response(200, content=streamed(came), headers=two)

    inner = httpx.AsyncClient(transport=httpx.MockTransport(ui), base_url="http://ui")
    app = operators_ui(inner, "vade", "tr")
    outer = httpx.ASGITransport(app)
    async with inner, httpx.AsyncClient(transport=outer, base_url="http://door") as client:
        yield client


async def test_operators_land_among_the_cases_with_lists_and_columns(
    door: httpx.AsyncClient,
) -> None:
    said = await door.get("/")
    assert "Süresi geçenler" in said.text
    assert "NextDue" in said.text
    assert "script-src 'sha256-" in said.headers["content-security-policy"]


async def test_the_ui_is_told_the_namespace_and_what_it_is_not_to_offer(
    door: httpx.AsyncClient,
) -> None:
    said = (await door.get("/api/v1/settings")).json()
    assert said == {"Version": "2", **dict.fromkeys(SETTINGS, True), "DefaultNamespace": "vade"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"{CASES}/course-1/terminate"),
        ("POST", f"{CASES}/course-1/cancel"),
        ("POST", f"{CASES}/course-1/reset"),
        ("POST", f"{CASES}/course-1"),
        ("POST", "/api/v1/namespaces/vade/batch-operations/b-1"),
        ("POST", f"{CASES}/course-1/query/view/../../terminate"),
        ("POST", f"{CASES}/course-1/query/.."),
        ("POST", f"{CASES}/course-1/terminate?x=/query/view"),
        ("DELETE", "/api/v1/namespaces/vade/schedules/s-1"),
    ],
)
async def test_nothing_that_harms_a_case_gets_through(
    door: httpx.AsyncClient, method: str, path: str
) -> None:
    said = await door.request(method, path, content=b"{}")
    assert said.status_code == 403
    assert "vade send" in said.json()["message"]


@pytest.mark.parametrize("path", ["query/view", "signal/withdraw", "update/withdraw"])
async def test_questions_and_what_the_gate_judges_pass(door: httpx.AsyncClient, path: str) -> None:
    said = await door.post(f"{CASES}/course-1/{path}?a=%C4%B1", content=b"{}")
    assert said.text == f"POST {CASES}/course-1/{path}?a=%C4%B1 {{}}"
    assert said.headers.get_list("set-cookie") == ["a=1", "b=2"]


async def test_this_week_is_asked_for_anew_each_time(door: httpx.AsyncClient) -> None:
    said = await door.get("/due-this-week")
    where = urlsplit(said.headers["location"])
    assert (said.status_code, where.path) == (307, "/namespaces/vade/workflows")
    assert "NextDue <" in parse_qs(where.query)["query"][0]


async def test_a_ui_that_is_down_is_said_to_be(door: httpx.AsyncClient) -> None:
    assert (await door.get("/gone")).status_code == 502


def test_a_ui_elsewhere_is_given_the_same_settings() -> None:
    """``WorkflowCancelDisabled`` is ``TEMPORAL_WORKFLOW_CANCEL_DISABLED`` to its own server."""
    lines = DEPLOYED.read_text("utf-8").splitlines()
    said = dict(line.split("=") for line in lines if line and not line.startswith("#"))
    named = {
        "TEMPORAL" + "".join(f"_{c}" if c.isupper() else c.upper() for c in name)
        for name in SETTINGS
    }
    assert {name for name, value in said.items() if value == "true"} == named
    assert said["TEMPORAL_DEFAULT_NAMESPACE"] == "vade"

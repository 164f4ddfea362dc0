"""Where subscribers may be called: the address that was judged is the one connected to."""

import datetime as dt
import ssl
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from activities.webhooks.calling import Caller, End, Outcome
from activities.webhooks.guard import may_call, readable
from tests.integration.receiver import Receiver, receiving

EVENT = b'{"subject":"course-2031-0007"}'
HEADERS = {"webhook-id": "course-2031-0007:1:1"}
FORBIDDEN = Outcome(end=End.NOT_TAKEN, why="address not allowed")
TAKEN = Outcome(end=End.TAKEN)
NAME = "abone.example.org"


class Names:
    """Names whose addresses change: each question gets the next answer."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, name: str, port: int) -> Sequence[str]:
        self.asked.append((name, port))
        return self.answers.pop(0)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as serving:
        yield serving


async def called(
    receiver: Receiver, *networks: str, caller: Caller | None = None, host: str = ""
) -> Outcome:
    url = f"{receiver.scheme}://{host or receiver.host}:{receiver.port}/vade"
    return await (caller or Caller()).call(url, networks, HEADERS, EVENT)


# -- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),  # noqa: S104
        *("169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1"),
        *("ff0e::1", "2001:db8::1"),
        # the old protocol's addresses inside the new one's
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
        *("2002:7f00:1::", "2002:a00:1::1", "64:ff9b:1::1"),
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",  # teredo, to 10.0.0.1
    ],
)
def test_an_address_inside_is_called_only_where_it_was_allowed(address: str) -> None:
    assert not may_call(address, (), encrypted=True)
    assert not may_call(address, ("10.99.0.0/16", "fd99::/16"), encrypted=True)


def test_a_public_address_is_called_if_what_is_sent_is_encrypted() -> None:
    for address in ("193.140.1.1", "8.8.8.8", "2a00:1450:4001::1", "64:ff9b::808:808"):
        assert may_call(address, (), encrypted=True)
        assert not may_call(address, (), encrypted=False)


def test_what_was_allowed_is_called_and_its_neighbour_is_not() -> None:
    for inside, outside, network in (
        ("10.20.255.255", "10.21.0.0", "10.20.0.0/16"),
        ("::ffff:10.20.0.1", "::ffff:10.21.0.1", "10.20.0.0/16"),
        ("fd12::1", "fd13::1", "fd12::/16"),
    ):
        assert may_call(inside, (network,), encrypted=False)
        assert not may_call(outside, (network,), encrypted=True)


def test_an_address_to_subscribe_by_is_encrypted_or_inside_and_carries_nothing_else() -> None:
    readable("https://abone.example.org/vade?kim=1", ())
    readable("http://10.20.0.1:8080/vade", ("10.20.0.0/16",))
    for wrong in (
        "http://abone.example.org/",
        "ftp://abone.example.org/",
        "https://",
        "abone.example.org",
        "https://u:p@abone.example.org/",
        "https://abone.example.org/#a",
        "https://okul-ığüş.example.org/",
        "https://abone.example.org:0/",
        "https://abone.example.org:99999/",
    ):
        with pytest.raises(ValueError, match=r"\w"):
            readable(wrong, ())


# -- calls -----------------------------------------------------------------------------------------


async def test_a_private_address_is_refused_however_it_is_written(receiver: Receiver) -> None:
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::1]", "0"):
        outcome = await called(receiver, host=host)
        assert (host, outcome.end) == (host, End.NOT_TAKEN)
    assert await called(receiver, "10.0.0.0/8") == FORBIDDEN
    assert receiver.got == []
    assert await called(receiver, "127.0.0.1/32") == TAKEN


async def test_the_address_that_was_judged_is_the_one_that_is_called(receiver: Receiver) -> None:
    """A name that leads elsewhere when it is asked again (DNS rebinding)."""
    async with receiving("127.0.0.2") as inside:
        names = Names(["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1", "127.0.0.2"])
        caller = Caller(ask=names)

        assert await called(receiver, "127.0.0.1/32", caller=caller, host=NAME) == TAKEN
        assert names.asked == [(NAME, receiver.port)]
        (got,) = receiver.got
        assert got.headers["host"] == f"{NAME}:{receiver.port}"

        assert await called(inside, "127.0.0.1/32", caller=caller, host=NAME) == FORBIDDEN
        # one address that is not allowed is enough, whatever stands before it
        assert await called(receiver, "127.0.0.1/32", caller=caller, host=NAME) == FORBIDDEN
        assert (len(receiver.got), inside.got) == (1, [])


async def test_of_several_addresses_one_that_answers_is_enough(receiver: Receiver) -> None:
    caller = Caller(ask=Names(["127.0.0.3", "127.0.0.1"]))
    assert await called(receiver, "127.0.0.0/8", caller=caller, host=NAME) == TAKEN
    assert len(receiver.got) == 1


async def test_a_proxy_of_the_environment_is_not_used(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with receiving() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert await called(receiver, "127.0.0.0/8") == TAKEN
        assert (len(receiver.got), proxy.got) == (1, [])


async def test_a_certificate_is_judged_by_the_name_though_an_address_is_called(
    tmp_path: Path,
) -> None:
    key, cert = a_certificate(tmp_path, NAME)
    trust = ssl.create_default_context(cafile=cert)
    async with receiving(ssl_keyfile=key, ssl_certfile=cert) as receiver:
        named = Caller(ask=Names(["127.0.0.1"]), trust=trust)
        assert await called(receiver, "127.0.0.0/8", caller=named, host=NAME) == TAKEN
        other = Caller(ask=Names(["127.0.0.1"]), trust=trust)
        refused = await called(receiver, "127.0.0.0/8", caller=other, host="baska.example.org")
        assert refused == Outcome(end=End.NOT_TAKEN, why="ConnectError")
        stranger = Caller(ask=Names(["127.0.0.1"]))
        assert (await called(receiver, "127.0.0.0/8", caller=stranger, host=NAME)).why
        assert len(receiver.got) == 1


def a_certificate(folder: Path, name: str) -> tuple[str, str]:
    """A key, and a certificate that it signs for a name and for no address."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    key_file, cert_file = folder / "key.pem", folder / "cert.pem"
    pem = serialization.Encoding.PEM
    private = serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(pem, private, serialization.NoEncryption()))
    cert_file.write_bytes(made.public_bytes(pem))
    return str(key_file), str(cert_file)

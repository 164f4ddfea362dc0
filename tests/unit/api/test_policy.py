"""The policy: what it gives, what it cannot give, and how it is read anew."""

import os
from pathlib import Path

import pytest

from starter.api.access.policy import DEVELOPMENT, Policy, rules_from
from starter.api.access.reach import eyes_of
from starter.api.serve import doorway
from starter.client.processes import ROLES
from starter.runtime.problem import StackProblem
from workflows.kernel.roles import Role

BOARD = """
[[grant]]
when = { "realm.roles" = "kurul" }
role = "board"
cases = "all"
"""
PUBLISHER = """
[[grant]]
when = { groups = "yayinevi", "https://ttkb/active" = "yes" }
role = "applicant"
id = "$publisher"
cases = "own"
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_of_claims_those_are_kept_that_it_reads(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(
        '[[grant]]\nwhen = { "realm.groups" = "kurul" }\nrole = "board"\nid = "$staff_no"\n'
        'cases = "all"\n',
        encoding="utf-8",
    )
    claims = {
        "iss": "i",
        "sub": "s",
        "staff_no": "7",
        "realm": {"groups": ["kurul"]},
        "email": "a@b",
        "exp": 1,
    }

    assert Policy(path).read_of(claims).keys() == {"iss", "sub", "staff_no", "realm"}


def test_a_grant_is_given_for_every_claim_that_it_names(tmp_path: Path) -> None:
    policy = Policy(written(tmp_path / "policy.toml", BOARD + PUBLISHER))
    [board] = policy.grants({"sub": "u-1", "realm": {"roles": ["x", "kurul"]}})
    assert (board.role, board.id, board.scope) == ("board", "u-1", "all")
    assert "textbook-review" in board.processes
    claims = {"sub": "u-2", "groups": ["yayinevi"], "https://ttkb/active": "yes"}
    [publisher] = policy.grants({**claims, "publisher": "pub-17"})
    assert publisher.id == "pub-17"
    assert eyes_of([publisher]).processes == ()


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"sub": "u-2", "groups": ["yayinevi"], "publisher": "pub-17"},
        {"sub": "u-2", "groups": ["yayinevi"], "https://ttkb/active": "yes"},
        {"groups": ["yayinevi"], "https://ttkb/active": "yes", "publisher": ["pub-1", "pub-2"]},
        {"groups": "yayinevi2", "https://ttkb/active": "yes", "publisher": "pub-17"},
        {"groups": ["yayinevi"], "https://ttkb/active": "yes", "publisher": "a b"},
        {"groups": ["yayinevi"], "https://ttkb/active": True, "publisher": "pub-17"},
    ],
)
def test_what_no_grant_allows_is_denied(tmp_path: Path, claims: dict[str, object]) -> None:
    policy = Policy(written(tmp_path / "policy.toml", BOARD + PUBLISHER))
    assert policy.grants(claims) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        '[[grant]]\nwhen = { a = "b" }\nrole = "applicant"\ncases = "all"',
        '[[grant]]\nwhen = { a = "b" }\nrole = "system"\ncases = "all"',
        '[[grant]]\nwhen = { a = "b" }\nrole = "nobody"\ncases = "all"',
        '[[grant]]\nwhen = {}\nrole = "board"\ncases = "all"',
        '[[grant]]\nwhen = { a = "b" }\nrole = "principal"\ncases = "institution"',
        '[[grant]]\nwhen = { a = "b" }\nrole = "board"\ncases = "all"\nprocesses = ["none"]',
        '[[grants]]\nwhen = { a = "b" }',
        "not toml",
    ],
)
def test_what_nobody_may_be_given_is_no_policy(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        rules_from(wrong)
    with pytest.raises(StackProblem):
        Policy(written(tmp_path / "policy.toml", wrong))


def test_it_is_read_anew_and_a_broken_one_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "policy.toml", BOARD)
    policy, claims = Policy(path), {"sub": "u-1", "realm": {"roles": ["kurul"]}}
    assert len(policy.grants(claims)) == 1
    os.utime(written(path, "broken ="), ns=(1, 1))
    assert len(policy.grants(claims)) == 1
    os.utime(written(path, ""), ns=(2, 2))
    assert policy.grants(claims) == ()
    os.utime(written(path, BOARD), ns=(3, 3))
    assert len(policy.grants(claims)) == 1


def test_a_stack_for_trying_out_has_every_role_but_its_own() -> None:
    policy = Policy(DEVELOPMENT)
    for role in ROLES:
        given = policy.grants({"role": role, "id": "u-1", "institution": "99001122"})
        assert [grant.role for grant in given] == ([] if role == Role.SYSTEM else [role])


def test_its_tokens_open_no_door_to_the_world(tmp_path: Path) -> None:
    doorway(tmp_path, {"VADE_API_HOST": "::1"})
    for settings in (
        {"VADE_API_HOST": "192.0.2.7"},
        {"VADE_API_HOST": "vade.example.org"},
        {"VADE_OIDC_ISSUER": "https://giris.example.org"},
        dict.fromkeys(("VADE_OIDC_ISSUER", "VADE_OIDC_JWKS_URL"), "https://x")
        | {"VADE_OIDC_AUDIENCE": "vade"},
        {"VADE_API_PORT": "high"},
    ):
        with pytest.raises(StackProblem):
            doorway(tmp_path, settings)

"""README, tutorial and guide: every picture is there and shown, and every command exists."""

import re
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_command

from starter.cli.app import app

DOCS = Path("docs")
GUIDES = (Path("README.md"), *sorted(DOCS.glob("*.md")))
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+\.png)\)")
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def shown() -> dict[Path, str]:
    """The pictures that guides show, and what they say to whoever cannot see them."""
    return {
        (guide.parent / where).resolve(): said
        for guide in GUIDES
        for said, where in PICTURE.findall(guide.read_text("utf-8"))
    }


def test_each_picture_is_shown_somewhere_and_none_is_missing() -> None:
    assert set(shown()) == {picture.resolve() for picture in (DOCS / "images").glob("*.png")}


def test_pictures_are_those_that_the_command_makes() -> None:
    source = Path("tests/browser/page_pictures.py").read_text("utf-8")
    made = set(re.findall(r'yield "([a-z-]+)"|^        \("([a-z-]+)", "/', source, re.MULTILINE))
    assert {path.stem for path in shown()} == {one or other for one, other in made}


@pytest.mark.parametrize("guide", ["README.md", "docs/tutorial.md"])
def test_a_guide_uses_commands_and_options_that_there_are(guide: str) -> None:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    context = typer.Context(group)
    for block in SHELL.findall(Path(guide).read_text("utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            words = line.partition("  #")[0].split()
            if not words or words[0] != "vade":
                continue
            command = group.get_command(context, words[1])
            assert command is not None, line
            known = {name for option in command.params for name in option.opts}
            asked = {word for word in words[2:] if word.startswith("--")}
            assert asked <= known | {"--json"}, line

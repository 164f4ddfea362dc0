"""YAML as bodies are typed: with the types of JSON."""

import re
from typing import Any

import yaml


class NotPlain(ValueError):
    """A text is neither YAML nor JSON.

    Args:
        line: From which on, if that can be told.
    """

    def __init__(self, line: int | None) -> None:
        super().__init__()
        self.line = line


class _Plain(yaml.SafeLoader):
    """YAML with the types of JSON: dates, fractions and ``yes`` stay the text that was typed."""


_Plain.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("tag:yaml.org,2002:null", r"^(?:null|~|)$", "n~"),
):
    _Plain.add_implicit_resolver(_tag, re.compile(_pattern), [*_first])
_Plain.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])


def plain(text: str) -> Any:
    """Return what a text in YAML or JSON says.

    Raises:
        NotPlain: It is neither.

    >>> plain("answer: no")
    {'answer': 'no'}
    """
    try:
        return yaml.load(text, _Plain)  # noqa: S506 - a SafeLoader with fewer types
    except (yaml.YAMLError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        raise NotPlain(mark.line + 1 if mark else None) from fault

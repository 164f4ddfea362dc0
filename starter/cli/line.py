"""What was typed, before it is read: options of all commands may stand behind one."""

from collections.abc import Iterable
from typing import Any, Final

_OF_ALL: Final = ("--home", "--lang")


def of_all(arguments: Iterable[str]) -> list[str]:
    """Return a command line with the options of all commands in front, where they are read.

    >>> of_all(["why", "course-2031-0042", "--lang", "en"])
    ['--lang', 'en', 'why', 'course-2031-0042']
    >>> of_all(["list", "--lang=en", "--", "--home", "x"])
    ['--lang=en', 'list', '--', '--home', 'x']
    """
    front: list[str] = []
    rest: list[str] = []
    typed = iter(arguments)
    for one in typed:
        if one == "--":
            return [*front, *rest, one, *typed]
        if one in _OF_ALL and (value := next(typed, None)) is not None:
            front += [one, value]
        elif one.startswith(tuple(f"{name}=" for name in _OF_ALL)):
            front.append(one)
        else:
            rest.append(one)
    return [*front, *rest]


def without_types_of_flags(command: Any, parent: Any = None) -> None:
    """Let help show no type beside options that take no value, in commands of commands too."""
    settings = command.context_settings
    with command.context_class(command, parent=parent, **settings) as ctx:
        for param in command.get_params(ctx):
            if getattr(param, "is_flag", False) and param.metavar is None:
                param.metavar = ""
        for inner in getattr(command, "commands", {}).values():
            without_types_of_flags(inner, ctx)

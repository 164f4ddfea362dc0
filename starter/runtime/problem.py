"""What may keep a stack from running, in words for a person."""


class StackProblem(Exception):
    """The stack cannot run: one paragraph, shown without a trace-back (exit code 2).

    Args:
        what: What is wrong, as a full sentence.
        do: What to do about it, as a full sentence.
    """

    def __init__(self, what: str, do: str) -> None:
        super().__init__(f"{what} {do}")
        self.what = what
        self.do = do

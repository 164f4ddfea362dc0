"""One letter of each kind, with all that it is about."""

from datetime import datetime
from typing import Any, Final

from activities.post.letter import Particulars
from tests.kit.letters import examples

EXAMPLES: Final = {str(said.template): (said, rule) for said, rule in examples()}
"""By their templates: what each says, and by which rule."""


def particulars(template: str, **changes: Any) -> Particulars:
    said, rule = EXAMPLES[template]
    given: dict[str, Any] = {
        "template": template,
        "rule": rule,
        "dated_at": datetime.fromisoformat("2031-04-25T09:00:00+03:00"),
        "name": "Örnek Yayınevi",
        "facts": {"file_no": "2031-0042", **said.written()},
    }
    return Particulars.model_validate({**given, **changes})

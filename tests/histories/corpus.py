"""The corpus: what cases of each release carry over, and how they stood by its own reading."""

import json
import lzma
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RELEASES = sorted(folder for folder in HERE.iterdir() if any(folder.glob("*.json.xz")))
"""Folders of all releases, the oldest first."""


def packed(values: list[Any]) -> bytes:
    """Compress what was recorded; files of one process have most in common."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return lzma.compress(text.encode(), preset=9)


def unpacked(path: Path) -> list[Any]:
    """Return what was recorded."""
    values: list[Any] = json.loads(lzma.decompress(path.read_bytes()))
    return values

"""What an upload is, by its content: kinds, and archives that are no trap."""

import io
import struct
import zipfile
from typing import Any

import pytest

from starter.api import content
from starter.api.content import DOCX, EPUB, KINDS, PDF, PPTX, XLSX, ZIP, NotTaken, kind_of

A_PDF = b"%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n"


def kind(held: bytes) -> str:
    return kind_of(io.BytesIO(held), len(held))


def packed(*entries: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, held in entries:
            archive.writestr(name, held)
    return made.getvalue()


TYPES = ("[Content_Types].xml", b"<Types/>")


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (A_PDF, PDF),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"II*\0....", "image/tiff"),
        (b"\0\0\0\x18ftypmp42....", "video/mp4"),
        (packed(("a.txt", b"a")), ZIP),
        (packed(TYPES, ("word/document.xml", b"<w/>")), DOCX),
        (packed(TYPES, ("xl/workbook.xml", b"<x/>")), XLSX),
        (packed(TYPES, ("ppt/presentation.xml", b"<p/>")), PPTX),
        (packed(("mimetype", EPUB.encode()), ("OEBPS/a.xhtml", b"<html/>")), EPUB),
    ],
)
def test_the_content_says_what_it_is(held: bytes, expected: str) -> None:
    assert kind(held) == expected
    assert expected in KINDS


@pytest.mark.parametrize(
    "held",
    [
        b"MZ\x90\0 a program",
        b"<html><script>alert(1)</script></html>",
        b"#!/bin/sh",
        b"x",
        b"  %PDF-1.7 not from its first byte %%EOF",
        A_PDF[:-7],
        packed(("a.txt", b"a"))[:-30],
        packed(TYPES, ("word/document.xml", b""), ("word/vbaProject.bin", b"")),
    ],
    ids=["program", "page", "script", "nothing", "shifted", "cut", "cut archive", "macros"],
)
def test_anything_else_is_not_taken(held: bytes) -> None:
    with pytest.raises(NotTaken):
        kind(held)


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/passwd", "..\\a", "C:\\a", "\\\\server\\a", "a/.."]
)
def test_no_entry_is_unpacked_outside_its_folder(name: str) -> None:
    with pytest.raises(NotTaken, match="outside"):
        kind(packed((name, b"a")))


def test_an_archive_may_not_unpack_to_more_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(content, "MOST_EXPANDED", 1_000_000)
    assert kind(packed(("a", bytes(1_000_000)))) == ZIP
    with pytest.raises(NotTaken, match="unpacks to more"):
        kind(packed(("a", bytes(999_999)), ("b", bytes(2))))


def test_an_archive_has_only_so_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MOST_ENTRIES", 3)
    three = packed(*((str(n), b"") for n in range(3)))
    assert kind(three) == ZIP
    four = packed(*((str(n), b"") for n in range(4)))
    with pytest.raises(NotTaken, match="more than 3"):
        kind(four)
    # and one that says fewer than it has: its directory is counted as well
    lying = four[:-14] + struct.pack("<HH", 1, 1) + four[-10:]
    with pytest.raises(NotTaken, match="more than 3"):
        kind(lying)


def resized(held: bytes, claimed: int) -> bytes:
    """Have an archive of one entry say in both places that it is of another size."""
    local, central = bytearray(held), held.index(b"PK\1\2")
    local[22:26] = struct.pack("<L", claimed)
    local[central + 24 : central + 28] = struct.pack("<L", claimed)
    return bytes(local)


def test_an_entry_that_is_larger_than_it_says_is_found_out() -> None:
    bomb = packed(("a", bytes(5_000_000)))
    assert len(bomb) < 10_000
    with pytest.raises(NotTaken, match="larger than it says"):
        kind(resized(bomb, 100))
    with pytest.raises(NotTaken, match="larger than it says"):
        kind(resized(packed(("a", bytes(500)), how=zipfile.ZIP_STORED), 100))


def test_entries_that_lie_over_one_another_are_found_out() -> None:
    """One packed content under two names (Fifield's bomb): the sizes exceed the archive."""
    held = packed(("a", bytes(range(256)) * 40), how=zipfile.ZIP_STORED)
    start, end = held.index(b"PK\1\2"), held.index(b"PK\5\6")
    entry = held[start:end]
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, 2 * len(entry), start, 0)
    with pytest.raises(NotTaken, match="over one another"):
        kind(held[:start] + entry + entry + tail)


def test_a_directory_too_large_to_be_read_is_not_read() -> None:
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 5 << 20, 0, 0)
    with pytest.raises(NotTaken, match="directory"):
        kind(b"PK\3\4" + bytes(40) + tail)
    zip64 = b"PK\6\7" + bytes(16) + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 46, 4, 0)
    with pytest.raises(NotTaken, match="entries"):
        kind(b"PK\3\4" + bytes(40) + zip64)


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_in_another_way_is_not_read(how: Any) -> None:
    with pytest.raises(NotTaken, match="packed"):
        kind(packed(("a", bytes(100)), how=how))


def test_an_encrypted_archive_is_not_taken() -> None:
    held = bytearray(packed(("a", b"a")))
    central = held.index(b"PK\1\2")
    held[6] |= 1
    held[central + 8] |= 1
    with pytest.raises(NotTaken, match="encrypted"):
        kind(bytes(held))


def test_whatever_bytes_an_archive_is_made_of_it_is_taken_or_not() -> None:
    """Each byte of an archive turned over: a type, or a refusal, and never anything else."""
    held = packed(("mimetype", EPUB.encode()), ("a/b.txt", b"metin " * 40))
    for at in range(4, len(held)):
        turned = held[:at] + bytes([held[at] ^ 0xFF]) + held[at + 1 :]
        try:
            assert kind(turned) in KINDS
        except NotTaken:
            continue

"""What an uploaded document is, by its content; whatever its sender calls it.

Archives are looked through without being kept unpacked: how many entries, how large, whether they
are as large as they say, and whether their names stay within the folder where they are unpacked.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final

PDF: Final = "application/pdf"
ZIP: Final = "application/zip"
EPUB: Final = "application/epub+zip"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
DOCX: Final = f"{_OFFICE}.wordprocessingml.document"
XLSX: Final = f"{_OFFICE}.spreadsheetml.sheet"
PPTX: Final = f"{_OFFICE}.presentationml.presentation"

KINDS: Final = {
    PDF: "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/tiff": "tif",
    "video/mp4": "mp4",
    DOCX: "docx",
    XLSX: "xlsx",
    PPTX: "pptx",
    EPUB: "epub",
    ZIP: "zip",
}
"""What is taken, with the ending of a file that holds it."""

MOST_ENTRIES: Final = 10_000
MOST_EXPANDED: Final = 1 << 30
"""Bytes of everything in an archive."""
_MOST_DIRECTORY: Final = 4 << 20
_PIECE: Final = 1 << 16
_END: Final = b"PK\5\6"
_END_SIZE: Final = 22
_ENTRY_SIZE: Final = 30
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    RuntimeError,
)
"""What reading a broken archive ends with."""


class NotTaken(Exception):
    """The content is of no kind that is taken, or is not what it seems; its text says which."""


def kind_of(content: IO[bytes], size: int) -> str:
    """Return the media type of a content.

    Args:
        content: From its beginning.
        size: Bytes of it.

    Raises:
        NotTaken: It is none of `KINDS`, or an archive that is not safe to unpack.
    """
    content.seek(0)
    head = content.read(16)
    match head:
        case _ if head.startswith(b"%PDF-"):
            return _whole_pdf(content, size)
        case _ if head.startswith(b"\x89PNG\r\n\x1a\n"):
            return "image/png"
        case _ if head.startswith(b"\xff\xd8\xff"):
            return "image/jpeg"
        case _ if head.startswith((b"II*\0", b"MM\0*")):
            return "image/tiff"
        case _ if head[4:8] == b"ftyp":
            return "video/mp4"
        case _ if head.startswith(b"PK\3\4"):
            return _archive(content, size)
        case _:
            raise NotTaken(f"its content is none of {', '.join(KINDS)}")


def _whole_pdf(content: IO[bytes], size: int) -> str:
    content.seek(max(0, size - 2048))
    if b"%%EOF" not in content.read():
        raise NotTaken("the PDF has no end: it has been cut off")
    return PDF


def _archive(content: IO[bytes], size: int) -> str:
    _bounded(content, size)
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            _safe(entries, size)
            for entry in entries:
                _as_it_says(content, entry)
            return _kind_of_archive(archive)
    except _BROKEN as broken:
        raise NotTaken("the archive cannot be read") from broken


def _bounded(content: IO[bytes], size: int) -> None:
    """Stop a directory that is too large to be read: it is small in any archive that is taken."""
    content.seek(max(0, size - _END_SIZE - 0xFFFF))
    tail = content.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise NotTaken("the archive has no end: it has been cut off")
    entries, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    if tail[max(0, at - 20) : at].startswith(b"PK\6\7") or entries > MOST_ENTRIES:
        raise NotTaken(f"the archive has more than {MOST_ENTRIES:,} entries")
    if directory > _MOST_DIRECTORY:
        raise NotTaken("the directory of the archive is too large")


def _safe(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise NotTaken(f"the archive has more than {MOST_ENTRIES:,} entries")
    if sum(entry.file_size for entry in entries) > MOST_EXPANDED:
        raise NotTaken(f"the archive unpacks to more than {MOST_EXPANDED:,} bytes")
    if sum(entry.compress_size for entry in entries) > size:
        raise NotTaken("entries of the archive lie over one another")
    for entry in entries:
        parts = entry.orig_filename.replace("\\", "/").split("/")
        if "\0" in entry.orig_filename or ".." in parts or parts[0] == "" or ":" in parts[0]:
            raise NotTaken("an entry of the archive would be unpacked outside its folder")
        if entry.flag_bits & 0x1:
            raise NotTaken("the archive is encrypted")
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise NotTaken("the archive is packed in a way that is not read")


def _as_it_says(content: IO[bytes], entry: zipfile.ZipInfo) -> None:
    """Unpack an entry into nowhere, and stop when it is larger than it says."""
    left = entry.file_size
    for piece in _unpacked(content, entry):
        left -= len(piece)
        if left < 0:
            raise NotTaken("an entry of the archive is larger than it says")


def _unpacked(content: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    content.seek(entry.header_offset)
    name, extra = struct.unpack("<HH", content.read(_ENTRY_SIZE)[26:])
    content.seek(entry.header_offset + _ENTRY_SIZE + name + extra)
    packed = entry.compress_size
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed > 0 and (piece := content.read(min(_PIECE, packed))):
        packed -= len(piece)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield piece
            continue
        while piece:
            yield inflate.decompress(piece, _PIECE)
            piece = inflate.unconsumed_tail


def _kind_of_archive(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if names and names[0] == "mimetype" and _begins(archive, "mimetype", EPUB.encode()):
        return EPUB
    if "[Content_Types].xml" not in names:
        return ZIP
    if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in names):
        raise NotTaken("the document carries macros")
    folders = {name.partition("/")[0] for name in names}
    office = {"word": DOCX, "xl": XLSX, "ppt": PPTX}
    return next((kind for folder, kind in office.items() if folder in folders), ZIP)


def _begins(archive: zipfile.ZipFile, name: str, wanted: bytes) -> bool:
    with archive.open(name) as entry:
        return entry.read(len(wanted)) == wanted

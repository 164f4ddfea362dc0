"""What is found of a draft and of an accepted book alike, and whose name changes (m.5, 39, 42)."""

from enum import StrEnum


class Authority(StrEnum):
    """Who found a document or declaration to be false (idari veya adli makam; S-5.2a, S-5.2b)."""

    ADMINISTRATIVE = "administrative"  # idari makam
    JUDICIAL = "judicial"  # adli makam


class Offence(StrEnum):
    """What m.42(1) makes an offence (suç)."""

    FALSE_CLAIM = "false-claim"  # a) Kurul kararı varmış gibi beyan
    PLAGIARISM = "plagiarism"  # b) intihal


class Named(StrEnum):
    """Whose name on the book changes (m.39)."""

    AUTHORS = "authors"  # yazar veya yazarlar
    PUBLISHER = "publisher"  # yayınevi

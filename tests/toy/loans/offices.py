"""Who acts in a loan, beside the reader."""

from workflows.kernel.worded import Worded


class Office(Worded):
    """Who acts in a loan, beside the reader."""

    LENDING_DESK = "lending-desk", "ödünç masası", "lending desk"
    LIBRARIAN = "librarian", "kütüphaneci", "librarian"

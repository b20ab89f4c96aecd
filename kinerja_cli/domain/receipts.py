"""Receipts (tanda terima): the number of a journal entry and the first digits of its hash, as people keep them."""

from __future__ import annotations

import re
from typing import NamedTuple

from kinerja_cli.errors import BadValue

_DIGITS = 12
_WRITTEN = (
    r"#?([0-9]{1,15}):([0-9a-f]{12,64})"  # compiled where one is read: every command that writes prints one
)


class Receipt(NamedTuple):
    """Number of the entry and the first digits of its hash, in hexadecimal."""

    seq: int
    digits: str

    def __str__(self) -> str:
        return f"#{self.seq}:{self.digits[:_DIGITS]}"


def parse_receipt(text: str) -> Receipt:
    """Read ``#57:ab12cd34ef56``, the mark optional.  Raises: BadValue."""
    found = re.fullmatch(_WRITTEN, text.strip().lower(), re.ASCII)
    if found is None:
        raise BadValue(f"tanda terima '{text}' tidak dikenal; tulis seperti #57:ab12cd34ef56")
    return Receipt(int(found[1]), found[2])

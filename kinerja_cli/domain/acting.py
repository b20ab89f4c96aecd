"""Acting posts (Plt, Plh): a post that somebody fills for a while beside her own, which she keeps."""

from __future__ import annotations

from typing import NamedTuple

from kinerja_cli.domain.text import fold

PLT, PLH = "plt", "plh"


class Acting(NamedTuple):
    """One acting post; days are ISO text, *ends* None where nobody set an end; *basis* is the letter it rests on."""

    id: int
    employee: int
    starts: str
    ends: str | None
    unit: int
    position: str
    kind: str
    basis: str

    @property
    def title(self) -> str:
        """``Plt Lurah Sikumana``."""
        return acting_title(self.kind, self.position)

    def of_post(self, unit: int, position: str) -> bool:
        """Whether it is that post: the same unit, and the same words but for case and spaces."""
        return self.unit == unit and fold(self.position) == fold(position)

    def touches(self, first: str, last: str | None) -> bool:
        """Whether it held on some day from *first* to *last* (None: without end)."""
        return (last is None or self.starts <= last) and (self.ends is None or first <= self.ends)


def acting_title(kind: str, position: str) -> str:
    """``Plt Lurah Sikumana``."""
    return f"{kind.capitalize()} {position}"


def span_text(starts: str, ends: str | None) -> str:
    """``sejak 2025-04-01`` or ``2025-04-01 sampai 2025-06-30``."""
    return f"sejak {starts}" if ends is None else f"{starts} sampai {ends}"

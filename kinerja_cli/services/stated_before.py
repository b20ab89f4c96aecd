"""What the files of one folder have stated so far: two of them may not say different things, whatever their order."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from kinerja_cli.storage.scores import Key

Said: TypeAlias = tuple[int, str, str]  # hundredths, rater and note; the last two empty where not stated


class Statement(NamedTuple):
    """One value, and the file that states it."""

    value: int
    rater: str
    note: str
    file: str

    def agrees(self, said: Said) -> bool:
        """Whether *said* adds nothing to it."""
        value, rater, note = said
        return value == self.value and rater in ("", self.rater) and note in ("", self.note)


class StatedBefore:
    """Remembers what accepted files stated; what the file at hand states counts once it is accepted."""

    def __init__(self) -> None:
        self._accepted: dict[Key, Statement] = {}
        self._pending: dict[Key, Statement] = {}
        self._periods: set[int] = set()
        self._file = ""

    def begin(self, file: str) -> None:
        """Turn to the next file; what the last one stated is forgotten unless it was accepted."""
        self._file, self._pending = file, {}

    def note(self, key: Key, said: Said) -> Statement | None:
        """Remember what this file says, or give back what another one does."""
        found = self._accepted.get(key)
        if found is None:
            self._pending.setdefault(key, Statement(*said, self._file))
        return found

    def accept(self) -> None:
        """Take what this file states as said."""
        self._accepted.update(self._pending)

    def mention(self, period: int) -> None:
        """Remember that a sheet, accepted or not, was made for this period, though it may state nothing."""
        self._periods.add(period)

    def periods(self) -> set[int]:
        """Keys of the periods that sheets were made for, or of which accepted files state values."""
        return self._periods | {key.period for key in self._accepted}

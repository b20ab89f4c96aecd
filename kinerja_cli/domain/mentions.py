"""Where a text speaks of a person: by NIP, however it is spaced, or by full name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

ERASED = "(dihapus)"
OTHERS = "[orang lain]"
_NIP = re.compile(r"(?<![0-9])[0-9](?:[ .\-/\u00a0]{0,2}[0-9]){17}(?![0-9])", re.ASCII)
_LONGEST_GAP = r"[ .\-/\u00a0]{0,2}"


class Identity(NamedTuple):
    """Who somebody is and was: every NIP and every name that she ever bore."""

    nips: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        """Names that are hers beyond doubt: of two words or more, with and without the degrees behind the comma."""
        bare = [name.partition(",")[0].strip() for name in self.names]
        return tuple(name for name in dict.fromkeys((*self.names, *bare)) if " " in name)

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Names of one word: in a text they may well be somebody else's."""
        return tuple(name for name in dict.fromkeys(self.names) if " " not in name)


def pairs_of_words(names: Iterable[str]) -> set[str]:
    """Any two words that follow each other in a name, without the degrees behind the comma: they tell who is meant."""
    words = (name.partition(",")[0].split() for name in names)
    return {f"{one} {other}" for each in words for one, other in pairwise(each)}


def pattern_of(nips: Iterable[str], names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of them as whole words, longer ones first, whatever the case; None where there is nothing."""
    numbers = [rf"(?<![0-9]){_LONGEST_GAP.join(nip)}(?![0-9])" for nip in nips]
    spaced = (r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True))
    words = [rf"(?<!\w){name}(?!\w)" for name in spaced]
    return re.compile("|".join((*numbers, *words)), re.IGNORECASE) if numbers or words else None


def speaks_of(who: Identity) -> Callable[[str | None], bool]:
    """Whether a text speaks of her beyond doubt: it names her, or it is nothing but a name of hers."""
    found = pattern_of(who.nips, who.spellings)
    whole = {name.casefold() for name in who.names}
    return lambda text: text is not None and (text.casefold() in whole or bool(found and found.search(text)))


class Mask:
    """Writes ``[orang lain]`` over everybody but one person: any other NIP, and any other name that is known."""

    def __init__(self, own: Identity, others: Sequence[str]) -> None:
        """*others*: full names, as they were ever registered."""
        self._nips = frozenset(own.nips)
        self._own = {name.casefold() for name in (*own.names, *own.spellings)}
        self._others = {
            " ".join(name.casefold().split()): name
            for name in (*others, *Identity((), tuple(others)).spellings)
            if name.casefold() not in self._own
        }

    def __call__(self, text: str) -> str:
        """*text* without anybody else in it."""
        shown = _NIP.sub(self._number, text)
        folded = " ".join(shown.casefold().split())
        named = [name for key, name in self._others.items() if key in folded]
        found = pattern_of((), (*named, *self._own)) if named else None
        return shown if found is None else found.sub(self._name, shown)

    def _number(self, match: re.Match[str]) -> str:
        return match[0] if re.sub(r"[^0-9]", "", match[0]) in self._nips else OTHERS

    def _name(self, match: re.Match[str]) -> str:
        return match[0] if " ".join(match[0].casefold().split()) in self._own else OTHERS

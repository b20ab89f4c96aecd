"""An office of numbered people whose value in each period is chosen to the hundredth, to be advised on."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Kinerja = Callable[..., Any]


def nip(number: int) -> str:
    """The NIP of the person with that number."""
    return f"1985010120100110{number:02d}"


def settle(kinerja: Kinerja, people: Mapping[int, str], *periods: str) -> None:
    """Units A, B and B-1 (under B), people by number with their unit, and opened periods."""
    kinerja("init")
    kinerja("unit impor -", stdin="kode,nama,induk\nA,Kelurahan A,\nB,Kelurahan B,\nB-1,Seksi,B\n")
    rows = "".join(f"{nip(number)},Orang {number:02d},{unit},Analis\n" for number, unit in people.items())
    kinerja("pegawai impor -", stdin=f"nip,nama,unit,jabatan\n{rows}")
    kinerja(f"periode buka {' '.join(periods)}")


def give(kinerja: Kinerja, periods: Sequence[str], values: Mapping[int, Sequence[int | None]]) -> None:
    """Scores whose weighted sum is the value: 30 % of 4 more, 30 % of it, 40 % of 3 less; None for no score."""
    rows = [
        f"{nip(number)},{period},{value + 4},{value},{value - 3}\n"
        for number, course in values.items()
        for period, value in zip(periods, course, strict=True)
        if value is not None
    ]
    kinerja("nilai impor -", stdin=f"nip,periode,disiplin,inovasi,pelayanan\n{''.join(rows)}")


def flagged(kinerja: Kinerja, rule: str, line: str = "pembinaan saran 2025") -> dict[str, tuple[str, ...]]:
    """Whom a rule flags: figure, threshold and what stands behind them by NIP."""
    text = kinerja(f"{line} --aturan {rule} --format csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["aturan"] for row in rows} <= {rule}
    assert [row["nip"] for row in rows] == sorted(row["nip"] for row in rows)
    return {row["nip"]: (row["angka"], row["ambang"], row["keterangan"]) for row in rows}


def note(kinerja: Kinerja, rule: str, line: str = "pembinaan saran 2025") -> str:
    """What the advice says of a rule: how many were looked at, flagged, and how many by chance."""
    text = kinerja(f"{line} --aturan {rule} --format json").answer
    text += kinerja(f"{line} --aturan {rule} --format md").stdout
    [found] = {one for one in text.replace("\\", "").splitlines() if one.startswith(f"{rule}: ")}
    return found.removeprefix(f"{rule}: ")

"""`kinerja jelaskan` as one JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kinerja_cli.domain.explanation import (
    ActingLine,
    CriterionLine,
    Explanation,
    PlacementLine,
    ProgrammeLine,
    UsedValue,
)
from kinerja_cli.domain.objections import Decided
from kinerja_cli.domain.programmes import EvidenceFile, effect
from kinerja_cli.render.explanation import since_day
from kinerja_cli.render.rekap import policy_note
from kinerja_cli.render.report import Points
from kinerja_cli.render.targets import target_object


def explanation_object(told: Explanation) -> dict[str, Any]:
    """The object of design.md section 7, for `to_json`; keys are an interface."""
    outcome = told.outcome
    return {
        "nip": told.nip,
        "nama": told.name,
        "tahun": told.year,
        "baris": [_line_object(line) for line in told.lines],
        "nilai_dasar": _points(outcome.base),
        "nilai_tambah": Points(outcome.bonus),
        "nilai_akhir": _points(outcome.final),
        "predikat": None if outcome.band is None else outcome.band.name,
        "status": outcome.status.value,
        "aturan": {"digest": told.digest, "tahun": told.since},
        "belum_ada": outcome.missing,
        "batas_bawah": _points(outcome.lower),
        "batas_atas": _points(outcome.upper),
        "pecahan": None if told.rules.quadrant or told.exact[0] is None else str(told.exact[0]),
        **_quadrant_object(told),
        "periode": list(told.expected),
        "belum_dibuka": list(told.unopened),
        "penempatan": [_placement_object(placement) for placement in told.placements],
        "program": [_programme_object(programme) for programme in told.programmes],
        # only of whoever has one in the year, as with objections
        **({"plt": [_acting_object(line) for line in told.acting]} if told.acting else {}),
        "catatan": "".join(policy_note(told.rules)) or None,
    }


def _quadrant_object(told: Explanation) -> dict[str, Any]:
    """The aspects, only where the rules have any: other years read as they did."""
    if told.rules.quadrant is None:
        return {}
    parts = zip(told.rules.quadrant.aspects, told.outcome.aspects, told.exact, strict=True)
    return {
        "aspek": [
            {
                "kode": aspect.code,
                "nama": aspect.name,
                "nilai": _points(rated.value),
                "rating": None if rated.rating is None else rated.rating.name,
                "pecahan": None if exact is None else str(exact),
            }
            for aspect, rated, exact in parts
        ]
    }


def _line_object(line: CriterionLine) -> dict[str, Any]:
    return {
        "kriteria": line.criterion.code,
        "nama": line.criterion.name,
        "bobot": line.criterion.weight,
        **({"aspek": line.criterion.aspect} if line.criterion.aspect else {}),
        "rata_rata": _points(line.mean),
        "sumbangan": _points(line.contribution),
        "nilai": _value_objects(line.used),
        "tidak_dihitung": _value_objects(line.unused),
        "dikecualikan": [{"periode": period, "alasan": reason} for period, reason in line.exempted],
        "belum_ada": list(line.gaps),
        # only of a criterion that targets fill: others read as they did before targets were known
        **(
            {"sasaran": [target_object(target) for target in line.targets]} if line.criterion.targeted else {}
        ),
    }


def _value_objects(values: Sequence[UsedValue]) -> list[dict[str, Any]]:
    return [
        {
            "periode": value.period,
            "nilai": Points(value.value),
            "penilai": value.rater,
            "catatan": value.note,
            "dicatat": value.recorded,
            # only where there are any: what has none reads as it did before objections were known
            **({"penilai_plt": list(value.acting)} if value.acting else {}),
            **({"keberatan": [_decided_object(o) for o in value.objections]} if value.objections else {}),
        }
        for value in values
    ]


def _decided_object(told: Decided) -> dict[str, Any]:
    return {
        "nomor": told.number,
        "status": told.state,
        "diputuskan": told.decided,
        "pejabat": told.decider,
        "nilai_sebelum": Points(told.before),
        "nilai_sesudah": _points(told.after),
    }


def _placement_object(placed: PlacementLine) -> dict[str, Any]:
    return {
        "mulai": since_day(placed.starts),
        "unit": placed.unit,
        "jabatan": placed.position,
        "periode": list(placed.periods),
        "dihitung": placed.counts,
    }


def _acting_object(line: ActingLine) -> dict[str, Any]:
    acting = line.acting
    return {
        "jenis": acting.kind,
        "jabatan": acting.position,
        "unit": line.unit,
        "mulai": acting.starts,
        "selesai": acting.ends,
        "dasar": acting.basis,
    }


def _programme_object(programme: ProgrammeLine) -> dict[str, Any]:
    change = effect(programme.before, programme.after)
    return {
        "id": programme.number,
        "judul": programme.title,
        "kategori": programme.category,
        "status": programme.state,
        "poin": Points(programme.points if programme.counts else 0),
        "sebelum": programme.before,
        "sesudah": programme.after,
        "bukti": programme.evidence,
        # only where there are any, as with objections
        **({} if change is None else {"dampak": change}),
        **({"berkas": [_file_object(file) for file in programme.files]} if programme.files else {}),
    }


def _file_object(file: EvidenceFile) -> dict[str, Any]:
    return {"nama": file.name, "sidik": file.digest, "ukuran": file.size}


def _points(value: int | None) -> Points | None:
    return None if value is None else Points(value)

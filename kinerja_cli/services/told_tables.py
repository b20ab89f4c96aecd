"""How riwayat tells each table: what a row is called, and its columns by their Indonesian keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Told(NamedTuple):
    """How a table is told: its subject, its columns by their Indonesian keys, where a row names employee and period."""

    subject: str
    columns: Mapping[str, str]
    employee: str = ""
    period: str = ""

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns to fetch beside the key."""
        return (*self.columns, *filter(None, (self.employee, self.period)), *self.extra)

    @property
    def extra(self) -> tuple[str, ...]:
        """Columns that only the subject names."""
        return ("criterion",) if "{criterion}" in self.subject else ()


TOLD: dict[str, Told] = {
    "rules": Told("aturan sejak {since}", {"digest": "sidik"}),
    "unit": Told("unit {code}", {"code": "kode", "name": "nama", "parent": "induk"}),
    "employee": Told(
        "pegawai",
        {
            "nip": "nip",
            "name": "nama",
            "kind": "jenis",
            "grade": "golongan",
            "starts": "mulai",
            "ends": "selesai",
        },
        employee="id",
    ),
    "placement": Told(
        "penempatan {starts}",
        {"unit": "unit", "position": "jabatan", "superior": "atasan"},
        employee="employee",
    ),
    "period": Told("periode", {"closed": "status", "deadline": "tenggat"}, period="id"),
    "score": Told(
        "nilai {criterion}", {"value": "nilai", "rater": "penilai", "note": "catatan"}, "employee", "period"
    ),
    "exemption": Told("pengecualian {criterion}", {"reason": "alasan"}, "employee", "period"),
    "programme": Told(
        "program {id}",
        {
            "title": "judul",
            "category": "kategori",
            "year": "tahun",
            "state": "status",
            "evidence": "bukti",
            "before": "sebelum",
            "after": "sesudah",
        },
    ),
    "programme_owner": Told("pemilik program {programme}", {"employee": "pegawai"}, employee="employee"),
    "programme_evidence": Told(
        "berkas bukti program {programme}", {"name": "berkas", "size": "ukuran", "digest": "sidik"}
    ),
    "objection": Told(
        "keberatan {id}",
        {
            "criterion": "kriteria",
            "received": "diterima",
            "filed": "diajukan",
            "lateness": "terlambat",
            "grounds": "alasan",
            "value_before": "nilai_sebelum",
            "state": "status",
            "decider": "pejabat",
            "decided": "diputuskan",
            "decision": "keputusan",
            "value_after": "nilai_sesudah",
            "correction": "koreksi",
        },
        "employee",
        "period",
    ),
    "year_closing": Told(
        "tahun {year}",
        {"revision": "revisi", "people": "pegawai", "rules_digest": "aturan", "digest": "sidik"},
    ),
    "goal": Told(
        "tujuan {code}", {"code": "kode", "kind": "jenis", "text": "isi", "parent": "induk", "unit": "unit"}
    ),
    "target": Told(
        "sasaran {id}",
        {
            "year": "tahun",
            "goal": "tujuan",
            "kind": "jenis",
            "result": "hasil",
            "indicator": "indikator",
            "aspect": "aspek",
            "low": "target_dari",
            "high": "target_sampai",
            "measure": "satuan",
            "direction": "arah",
            "reckoning": "hitung",
            "weight": "bobot",
            "peak": "puncak",
            "first": "dari",
            "last": "sampai",
        },
        employee="employee",
    ),
    "realisation": Told(
        "realisasi sasaran {target}",
        {"value": "nilai", "evidence": "bukti", "note": "catatan"},
        "employee",
        "period",
    ),
    "unit_achievement": Told(
        "capaian {unit} {year}", {"achievement": "capaian", "basis": "dasar"}, period="period"
    ),
    "acting": Told(
        "plt {id}",
        {
            "kind": "jenis",
            "position": "jabatan",
            "unit": "unit",
            "starts": "mulai",
            "ends": "selesai",
            "basis": "dasar",
        },
        employee="employee",
    ),
    "absence": Told("ketidakhadiran {day}", {"day": "tanggal", "note": "catatan"}, employee="employee"),
    "activity": Told(
        "kegiatan {id}",
        {
            "kind": "jenis",
            "topic": "topik",
            "day": "tanggal",
            "hours": "jp",
            "unit": "unit",
            "selection": "seleksi",
        },
    ),
    "attendance": Told(
        "kehadiran kegiatan {activity}", {"cause": "sebab", "note": "catatan"}, employee="employee"
    ),
    "satisfaction": Told(
        "skm {unit} {span} {number}",
        {
            "respondents": "responden",
            "requirements": "persyaratan",
            "procedure": "prosedur",
            "time": "waktu",
            "cost": "biaya",
            "product": "produk",
            "competence": "kompetensi",
            "behaviour": "perilaku",
            "complaints": "pengaduan",
            "facilities": "sarana",
        },
    ),
    "service_measure": Told(
        "ukuran layanan {code}", {"code": "kode", "name": "nama", "measure": "satuan", "direction": "arah"}
    ),
    "service_figure": Told(
        "angka layanan {service} {unit} {day}", {"value": "nilai", "servings": "banyak", "note": "catatan"}
    ),
    "action": Told(
        "rencana {id}",
        {
            "text": "tindakan",
            "origin": "asal",
            "reference": "rujukan",
            "unit": "unit",
            "owner": "pemilik",
            "due": "tenggat",
            "state": "status",
            "outcome": "hasil",
            "done": "diselesaikan",
        },
    ),
    "support_case": Told("pembinaan", {}),
    "support_meeting": Told("pembinaan", {}),
}
"""Every table whose rows have versions, in the order in which one entry's changes are told."""

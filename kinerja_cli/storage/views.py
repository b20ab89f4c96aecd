"""Views with Indonesian names, for whoever looks into the file with another program: datasette, a spreadsheet, SQL.

They only read. What is confidential is in none of them: reasons and notes, objections, days of absence, proofs, who
did what from where. A NIP is text, and hundredths are text with exactly two decimals: no reader makes floats of them.
"""

# ruff: noqa: S608 - every statement is put together from what stands here

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

_TWO_PLACES = "printf('%d.%02d', {0} / 100, {0} % 100)"
# somebody of ours by her name, else the name or NIP that was written
_NAMED = "ifnull((select e.name from employee e where e.id = {0}.employee), {0}.label)"
_BEGINNING = "nullif({0}, '0001-01-01')"  # domain/placements.py: from the beginning

# One line of a closed year is RFC 4180 text. `rest` is what is left of it, `cell` the last cell taken off: a quoted
# one ends at the first quote once its doubled ones are out of the way. `json_extract` may not be used here: SQLite
# 3.40 refuses it in a view where the schema isn't trusted, as kinerja itself opens a file.
_INNER = """replace(substr(rest, 2), '""', char(1))"""
_END = f"""instr({_INNER}, '"')"""
_DOUBLED = f"({_END} - length(replace(substr({_INNER}, 1, {_END}), char(1), '')))"
_RESULTS = f"""
with recursive
  opened (entry, line, place, cell, rest) as (
    select r.entry, r.line, -1, null, r.cells || ','
    from year_result r
    join year_closing c on c.entry = r.entry
    union all
    select entry, line, place + 1,
      case when rest like '"%'
        then replace(substr({_INNER}, 1, {_END} - 1), char(1), '"')
        else substr(rest, 1, instr(rest, ',') - 1) end,
      case when rest like '"%'
        then substr(rest, {_END} + {_DOUBLED} + 3)
        else substr(rest, instr(rest, ',') + 1) end
    from opened
    where rest <> ''),
  named (entry, place, key) as (
    select c.entry, row_number() over (partition by c.entry order by j.key) - 1, first.value
    from year_closing c, json_each(c.columns) j, json_each(j.value) first
    where first.key = 0 and first.value not in ('nip', 'nama'))
"""
_RESULT = "max(iif(n.key = '{0}', nullif(o.cell, ''), null))"

VIEWS: dict[str, str] = {
    "v_unit": """
select u.code as kode, u.name as nama, above.code as induk, above.name as nama_induk
from unit u
left join unit above on above.id = u.parent
order by u.code""",
    "v_penempatan": f"""
select e.nip as nip, e.name as nama, u.code as unit, u.name as nama_unit, p.position as jabatan,
  {_NAMED.format("a")} as atasan, {_BEGINNING.format("p.starts")} as mulai,
  (select date(min(later.starts), '-1 day') from placement later
   where later.employee = p.employee and later.starts > p.starts) as sampai
from placement p
join employee e on e.id = p.employee
join unit u on u.id = p.unit
left join appraiser a on a.id = p.superior
order by e.nip, p.starts""",
    "v_pegawai": f"""
select e.nip as nip, e.name as nama, e.kind as jenis, e.grade as golongan, u.code as unit, u.name as nama_unit,
  p.position as jabatan, {_NAMED.format("a")} as atasan, e.starts as mulai, e.ends as selesai
from employee e
left join placement p on p.employee = e.id
  and p.starts = (select max(last.starts) from placement last where last.employee = e.id)
left join unit u on u.id = p.unit
left join appraiser a on a.id = p.superior
order by e.nip""",
    "v_periode": """
select p.code as periode, p.year as tahun, p.last as hari_terakhir, p.deadline as tenggat,
  iif(p.closed = 1, 'ditutup', 'terbuka') as status
from period p
order by p.id""",
    "v_nilai": f"""
select e.nip as nip, e.name as nama, p.code as periode, c.code as kriteria,
  {_TWO_PLACES.format("s.value")} as nilai, {_NAMED.format("a")} as penilai
from score s
join employee e on e.id = s.employee
join period p on p.id = s.period
join criterion c on c.id = s.criterion
left join appraiser a on a.id = s.rater
order by s.employee, s.period, s.criterion""",
    "v_program": """
select g.id as id, g.year as tahun, g.title as judul, g.category as kategori, g.state as status,
  g.before as sebelum, g.after as sesudah, e.nip as nip, e.name as nama
from programme g
left join programme_owner o on o.programme = g.id
left join employee e on e.id = o.employee
order by g.id, e.nip""",
    "v_tujuan": """
select g.code as kode, g.kind as jenis, g.text as tujuan, above.code as induk, u.code as unit
from goal g
left join goal above on above.id = g.parent
left join unit u on u.id = g.unit
order by g.code""",
    "v_sasaran": f"""
select t.id as id, t.year as tahun, e.nip as nip, e.name as nama, g.code as tujuan, t.kind as jenis,
  t.result as hasil, t.indicator as indikator, t.aspect as aspek,
  {_TWO_PLACES.format("t.low")} as target_bawah, {_TWO_PLACES.format("t.high")} as target_atas, t.measure as satuan,
  t.direction as arah, t.reckoning as hitung, {_TWO_PLACES.format("t.weight")} as bobot
from target t
join employee e on e.id = t.employee
left join goal g on g.id = t.goal
order by t.id""",
    "v_realisasi": f"""
select t.id as sasaran, e.nip as nip, e.name as nama, p.code as periode, t.indicator as indikator,
  {_TWO_PLACES.format("r.value")} as realisasi, t.measure as satuan
from realisation r
join target t on t.id = r.target
join employee e on e.id = r.employee
join period p on p.id = r.period
order by r.target, r.period""",
    "v_hasil_tahun": f"""{_RESULTS.strip()}
select c.year as tahun, c.revision as revisi, cast({_RESULT.format("peringkat")} as integer) as peringkat,
  r.nip as nip, r.name as nama, {_RESULT.format("unit")} as unit, {_RESULT.format("jabatan")} as jabatan,
  {_RESULT.format("nilai_dasar")} as nilai_dasar, {_RESULT.format("nilai_tambah")} as nilai_tambah,
  {_RESULT.format("nilai_akhir")} as nilai_akhir, {_RESULT.format("predikat")} as predikat,
  {_RESULT.format("status")} as status
from opened o
join named n on n.entry = o.entry and n.place = o.place
join year_result r on r.entry = o.entry and r.line = o.line
join year_closing c on c.entry = o.entry
group by o.entry, o.line
order by c.year, r.line""",
}
SERVICE_VIEWS: dict[str, str] = {
    "v_kegiatan": """
select a.id as id, a.day as tanggal, a.kind as jenis, a.topic as topik, a.hours as jp, u.code as unit,
  a.selection as seleksi
from activity a
left join unit u on u.id = a.unit
order by a.day, a.id""",
    "v_kehadiran": """
select t.activity as kegiatan, a.day as tanggal, e.nip as nip, e.name as nama, t.cause as sebab
from attendance t
join activity a on a.id = t.activity
join employee e on e.id = t.employee
order by t.activity, e.nip""",
    "v_skm": """
select u.code as unit, s.span as periode, ifnull(s.respondents, 1) as responden, s.requirements as persyaratan,
  s.procedure as prosedur, s.time as waktu, s.cost as biaya, s.product as produk, s.competence as kompetensi,
  s.behaviour as perilaku, s.complaints as pengaduan, s.facilities as sarana
from satisfaction s
join unit u on u.id = s.unit
order by u.code, s.span, s.number""",
    "v_layanan": f"""
select m.code as kode, m.name as nama, m.measure as satuan, m.direction as arah, u.code as unit,
  f.day as tanggal, {_TWO_PLACES.format("f.value")} as nilai, f.servings as banyak
from service_figure f
join service_measure m on m.id = f.service
join unit u on u.id = f.unit
order by m.code, u.code, f.day""",
    "v_rencana": f"""
select a.id as id, a.text as tindakan, a.origin as asal, a.reference as rujukan, u.code as unit,
  {_NAMED.format("p")} as pemilik, a.due as tenggat, a.state as status, a.outcome as hasil, a.done as diselesaikan
from action a
join appraiser p on p.id = a.owner
left join unit u on u.id = a.unit
order by a.id""",
}
ALL_VIEWS = VIEWS | SERVICE_VIEWS


def create_views(connection: sqlite3.Connection, views: Mapping[str, str]) -> None:
    """Make these views; the tables that they read must be there."""
    for name, select in views.items():
        connection.execute(f"create view {name} as {select.strip()}")

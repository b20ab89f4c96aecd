"""The yearly summary as somebody without kinerja would write it: SQL, pandas, DuckDB. Same cells, by `yearly`."""

from __future__ import annotations

from benchmarks.offices import YEAR, Office

_FIRST, _LAST = YEAR * 100 + 1, YEAR * 100 + 99
_BANDS = (("Sangat Baik", 9100), ("Baik", 7600), ("Butuh Perbaikan", 6100), ("Kurang", 5100))


def yearly_sql(office: Office, *, divide: str = "/", schema: str = "") -> str:
    """One statement; *divide* is the dialect's whole-number division."""
    numbers = range(1, office.criteria + 1)
    weights = dict(zip(numbers, office.weights, strict=True))
    sums = ",\n    ".join(
        f"sum(case criterion when {n} then value end) as s{n}, sum(case criterion when {n} then 1 else 0 end) as n{n}"
        for n in numbers
    )
    whole = office.periods * 100
    weighted = " + ".join(f"{weights[n]} * coalesce(s{n}, 0)" for n in numbers)
    gaps = " + ".join(f"{weights[n]} * ({office.periods} - n{n})" for n in numbers)
    missing = " + ".join(f"({office.periods} - n{n})" for n in numbers)
    means = ",\n  ".join(
        f"{_points(f'(2 * s{n} + n{n}) {divide} (2 * n{n})', divide)} as kriteria_{n}" for n in numbers
    )
    bands = " ".join(f"when total >= {least} then '{name}'" for name, least in _BANDS)
    rounded = f"(2 * (weighted{{filler}}) + {whole}) {divide} {2 * whole}"
    low, high = rounded.format(filler=""), rounded.format(filler=" + 10000 * gaps")
    return f"""\
with sums as (
  select employee,
    {sums}
  from {schema}score where period between {_FIRST} and {_LAST} group by employee
), judged as (
  select *, {weighted} as weighted, {gaps} as gaps, {missing} as missing from sums
), totals as (
  select *, case when missing = 0 then {low} end as total from judged
)
select
  case when missing = 0 then rank() over (order by total desc nulls last) end as peringkat,
  e.nip as nip, e.name as nama, u.code as unit, p.position as jabatan,
  {means},
  {_points("total", divide)} as nilai_dasar, '0.00' as nilai_tambah, {_points("total", divide)} as nilai_akhir,
  case when missing = 0 then case {bands} else 'Sangat Kurang' end end as predikat,
  case when missing = 0 then 'lengkap' else 'belum_lengkap' end as status, missing as belum_ada,
  case when missing > 0 then {_points(low, divide)} end as batas_bawah,
  case when missing > 0 then {_points(high, divide)} end as batas_atas
from totals t
join {schema}employee e on e.id = t.employee
join {schema}placement p on p.employee = t.employee
join {schema}unit u on u.id = p.unit
order by missing > 0, total desc, e.nip;
"""  # noqa: S608 - numbers and names of our own


def _points(hundredths: str, divide: str) -> str:
    """Two places, or nothing where there is nothing: SQLite's printf makes a zero of NULL."""
    shown = f"printf('%d.%02d', ({hundredths}) {divide} 100, ({hundredths}) % 100)"
    return f"case when ({hundredths}) is not null then {shown} end"


def duckdb_program(office: Office) -> str:
    """DuckDB scanning kinerja.db; its sqlite extension comes from a package where there is one, else from the net."""
    query = yearly_sql(office, divide="//", schema="office.").strip().rstrip(";")
    return f'''\
import importlib.util, pathlib, duckdb
database = duckdb.connect()
held = importlib.util.find_spec("duckdb_ext")
files = [str(f) for place in (held.submodule_search_locations if held else ())
         for f in pathlib.Path(place).rglob("sqlite_scanner.duckdb_extension") if duckdb.__version__ in str(f)]
if files:
    database.execute(f"load '{{files[0]}}'")
else:
    database.execute("install sqlite; load sqlite")
database.execute("attach 'kinerja.db' as office (type sqlite, read_only)")
database.execute("""copy (
{query}
) to '/dev/stdout' (header)""")
'''


def pandas_program(office: Office) -> str:
    """Pandas on whole numbers; with its usual float means two of a thousand ranks come out wrong."""
    return f"""\
import sqlite3, sys
import pandas as pd

periods, weights = {office.periods}, {office.weights!r}
database = sqlite3.connect("kinerja.db")
scores = pd.read_sql(
    "select employee, criterion, value from score where period between {_FIRST} and {_LAST}", database
)
people = pd.read_sql(
    "select e.id as employee, e.nip, e.name as nama, u.code as unit, p.position as jabatan "
    "from employee e join placement p on p.employee = e.id join unit u on u.id = p.unit", database
).set_index("employee")
grouped = scores.groupby(["employee", "criterion"])["value"].agg(["sum", "count"]).unstack(fill_value=0)
sums, counts = grouped["sum"], grouped["count"]
weighted = (sums * weights).sum(axis=1)
gaps = ((periods - counts) * weights).sum(axis=1)
missing = (periods - counts).sum(axis=1)
whole = periods * 100
low = (2 * weighted + whole) // (2 * whole)
high = (2 * (weighted + 10000 * gaps) + whole) // (2 * whole)
complete = missing == 0
final = low.where(complete)
means = (2 * sums + counts) // (2 * counts)
means.columns = [f"kriteria_{{n}}" for n in means.columns]
result = people.join(means / 100, how="inner")
result.insert(0, "peringkat", final.rank(method="min", ascending=False).astype("Int64"))
result["nilai_dasar"] = final / 100
result["nilai_tambah"] = 0.0
result["nilai_akhir"] = final / 100
bands = pd.cut(final, [-1, 5099, 6099, 7599, 9099, 10000],
               labels=["Sangat Kurang", "Kurang", "Butuh Perbaikan", "Baik", "Sangat Baik"])
result["predikat"] = bands
result["status"] = complete.map({{True: "lengkap", False: "belum_lengkap"}})
result["belum_ada"] = missing
result["batas_bawah"] = (low / 100).where(~complete)
result["batas_atas"] = (high / 100).where(~complete)
result = result.assign(gap=~complete).sort_values(["gap", "nilai_akhir", "nip"], ascending=[True, False, True])
result.drop(columns="gap").to_csv(sys.stdout, index=False, float_format="%.2f")
"""  # noqa: S608 - as above

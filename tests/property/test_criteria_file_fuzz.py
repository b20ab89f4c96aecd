"""Any bytes are rules or faults; a file with one fault gives that fault alone, at its line and column."""

import copy
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kinerja_cli.errors import FaultsFound
from kinerja_cli.storage.criteria_file import parse_rules
from kinerja_cli.storage.yaml_text import read_yaml

SHIPPED = (Path(__file__).parents[2] / "criteria.yaml").read_bytes()
QUICK = settings(
    max_examples=300,
    deadline=2000,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)

# --- nothing but FaultsFound


def survives(raw: bytes) -> None:
    try:
        parse_rules(raw)
    except FaultsFound as found:
        lines = [str(fault) for fault in found.faults]
    else:
        lines = ["criteria.yaml:1:1: tidak ada"]
    assert lines
    assert all(line.isprintable() and line.startswith("criteria.yaml:") for line in lines)
    read_yaml(raw, fast=False)


PIECES = st.sampled_from(
    [b"", b"\n", b" ", b"\t", b":", b": ", b"- ", b"? ", b"[", b"]", b"{", b"}", b",", b"#", b"&a ", b"*a", b"!!int ",
     b"!", b"<<", b"|", b">", b"'", b'"', b"\\", b"\\U00110000", b"%",
     b"---\n", b"...", b"\xff", b"\xc3\xa9", b"\0", b"\r",
     b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xf0\x9f\x98\x80", b"010",
     b"2024-02-31", b"1e999", b"~", b"no", b"-1", b"@", b"`",
     b"kode", b"bobot", b"aspek", b"nilai", b"9" * 5000, b"[" * 2000]
)  # fmt: skip


@st.composite
def mutated(draw):
    """The shipped file with one to four stretches exchanged for something else."""
    raw = SHIPPED
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        piece = draw(PIECES | st.binary(max_size=4) | st.sampled_from(SHIPPED.splitlines(keepends=True)))
        raw = raw[:start] + piece + raw[start + draw(st.integers(0, 30)) :]
    return raw


ANYTHING = mutated() | st.binary(max_size=400) | st.lists(PIECES, max_size=30).map(b"".join)


@given(ANYTHING)
@QUICK
def test_any_bytes_are_rules_or_faults(raw):
    survives(raw)


@pytest.mark.slow
@given(ANYTHING)
@settings(QUICK, max_examples=20_000)
def test_any_bytes_are_rules_or_faults_at_length(raw):
    survives(raw)


# --- a valid file, written in many ways, that remembers where everything stands

Where = tuple[str | int, ...]
WORDS = ("disiplin", "inovasi", "pelayanan", "kerja_sama", "integritas", "loyal", "adaptif", "harmonis")
NAME = st.text(st.sampled_from("ABCdef éñ(),;'&%[]{}#:=@…"), min_size=1, max_size=12)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def decimal(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


@st.composite
def models(draw):
    """A valid rule set as nested pairs: mappings are lists of [key, value], lists are tuples, scalars YAML text."""
    number = draw(st.integers(2, 6))
    cuts = sorted(draw(st.sets(st.integers(1, 9_999), min_size=number - 1, max_size=number - 1)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    low = draw(st.integers(0, 5_000))
    minima = sorted(draw(st.sets(st.integers(low + 1, low + 10_000), min_size=1, max_size=5)), reverse=True)

    def name(index: int) -> str:
        return quoted(f"N{index} {draw(NAME)}".strip())

    def row(index: int, **more: str) -> list[list]:
        pairs = [["kode", more.pop("kode")], ["nama", name(index)], *map(list, more.items())]
        return draw(st.permutations(pairs))

    criteria = [row(i, kode=WORDS[i], bobot=decimal(w)) for i, w in enumerate(weights)]
    criteria[0].append(["wajib", draw(st.sampled_from(["true", "false", "'true'"]))])
    criteria[0].append(["sumber", "nilai"])
    bands = [row(i, kode=f"p{i}", minimal=decimal(m)) for i, m in enumerate([*minima, low])]
    kinds = [[f"k{i}", decimal(draw(st.integers(0, 500)))] for i in range(draw(st.integers(1, 3)))]
    return draw(
        st.permutations(
            [
                ["instansi", name(0)],
                ["berlaku", str(draw(st.integers(1945, 9998)))],
                ["periode", draw(st.sampled_from(["bulan", "triwulan", "semester", "tahun"]))],
                ["zona", draw(st.sampled_from(["WIB", "WITA", "WIT"]))],
                ["agregasi", draw(st.sampled_from(["rata_rata", "terakhir"]))],
                ["skala", [["min", decimal(low)], ["maks", decimal(low + 10_000)]]],
                ["kriteria", tuple(criteria)],
                ["nilai_tambah", [["maks", "5"], ["kategori", kinds]]],
                ["predikat", tuple(bands)],
            ]
        )
    )


class Writer:
    """Writes a model as YAML, in flow or block form as *draw* says; *places* has the line and column of each part."""

    def __init__(self, draw) -> None:
        self.draw = draw
        self.text = ""
        self.places: dict[tuple[str, Where], tuple[int, int]] = {}

    def mark(self, what: str, path: Where, back: int = 0) -> None:
        line = self.text.count("\n") + 1
        self.places.setdefault((what, path), (line, len(self.text) - self.text.rfind("\n") - back))

    def flow(self, node, path: Where, back: int = 0) -> None:
        self.mark("value", path, back)
        if isinstance(node, str):
            self.text += node
            return
        self.text += "[" if isinstance(node, tuple) else "{"
        for index, part in enumerate(node):
            self.text += ", " if index else ""
            if isinstance(node, tuple):
                self.flow(part, (*path, index))
            else:
                self.key(part[0], path, index)
                self.text += ": "
                self.flow(part[1], (*path, index))
        self.text += "]" if isinstance(node, tuple) else "}"

    def key(self, key: str, path: Where, index: int) -> None:
        self.mark("key", (*path, index))
        self.text += key

    def block(self, node, path: Where, indent: int) -> None:
        self.mark("value", path)
        for index, part in enumerate(node):
            if index:
                self.text += "\n" + " " * indent
            if isinstance(node, tuple):
                self.text += "- "
                self.either(part, (*path, index), indent + 2, same_line=True)
            else:
                self.key(part[0], path, index)
                self.text += ":"
                self.either(part[1], (*path, index), indent + 2, same_line=False)

    def either(self, node, path: Where, indent: int, *, same_line: bool) -> None:
        if isinstance(node, str) or not node or self.draw(st.booleans()):
            self.text += "" if same_line else " "
            self.flow(node, path, back=int(node == ""))  # nothing, in a block, stands right after the colon
            self.text += self.draw(st.sampled_from(["", "  # catatan: é 😀"]))
        else:
            if not same_line:
                self.text += "\n" + " " * indent
            self.block(node, path, indent)


def write(draw, model) -> tuple[bytes, dict]:
    writer = Writer(draw)
    writer.text = draw(st.sampled_from(["", "# kata pengantar\n\n", "---\n"]))
    writer.block(model, (), 0)
    text = writer.text + draw(st.sampled_from(["", "\n", "\n# akhir"]))
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.replace("\n", ends).encode(), writer.places


def at(node, *path):
    """The path of places (indices) that leads along keys and numbers, and the part that it leads to."""
    found: list[int] = []
    for step in path:
        index = step if isinstance(step, int) else [pair[0] for pair in node].index(step)
        found.append(index)
        node = node[index] if isinstance(node, tuple) else node[index][1]
    return tuple(found), node


@given(st.data())
@settings(QUICK, max_examples=60)
def test_a_valid_file_is_read_exactly_however_it_is_written(data):
    model = data.draw(models())
    rules = parse_rules(write(data.draw, model)[0]).rules
    criteria = [dict(row) for row in at(model, "kriteria")[1]]
    assert [(c.code, c.weight) for c in rules.criteria] == [
        (r["kode"], Fraction(r["bobot"])) for r in criteria
    ]
    assert rules.criteria[0].required == ("true" in dict(criteria[0])["wajib"])
    bands = [dict(row) for row in at(model, "predikat")[1]]
    assert [(b.code, b.minimum) for b in rules.bands] == [
        (r["kode"], Fraction(r["minimal"]) * 100) for r in bands
    ]
    assert rules.scale_max - rules.scale_min == 100_00
    assert rules.since == int(at(model, "berlaku")[1])


# --- exactly one fault

NUMBERS = [
    "010",
    "1_0",
    "1e2",
    ".5",
    "5.",
    "nan",
    "0x1F",
    "-3",
    "'33,5'",
    "' 5'",
    "12:30",
    "",
    "９",
    "9" * 5000,
    "2024-02-31",
    "[5]",
]
CODES = ["Disiplin", "1a", "a-b", "é", "''", "a" * 41, "{a: b}"]
NAMES = ["''", "'=1'", '"A\\u202EB"', '"\\e[31m"', "'" + "x" * 201 + "'", "'!?'", "[a]"]
VALUES = [
    (("instansi",), ["''", "'@a'", '"\\0"', "[a]"]),
    (("berlaku",), ["24", "02024", "2024.0", "9999", "no", "''"]),
    (("periode",), ["kuartal", "Bulan", "''"]),
    (("zona",), ["wita", "GMT", "[WITA]"]),
    (("agregasi",), ["rerata", "''"]),
    (("skala",), ["100", "[0, 100]", "''"]),
    (("skala", "maks"), [*NUMBERS, "0", "1000000.01", "100.555"]),
    (("skala", "min"), [*NUMBERS, "5.555"]),
    (("kriteria",), ["x", "''", "{a: b}", "[]"]),
    (("kriteria", 0), ["x", "''", "[a]"]),
    (("kriteria", 1, "kode"), [*CODES, "nip", "nilai", "nilai_akhir",
            "semua", "disiplin", "disi_plin", "rating_disiplin"]),
    (("kriteria", 1, "nama"), [*NAMES, "Unit Kerja", "DISIPLIN", "Disi-plin"]),
    (("kriteria", 1, "bobot"), [*NUMBERS, "0", "0.00", "*a"]),
    (("kriteria", 0, "wajib"), ["ya", "True", "1", "''"]),
    (("kriteria", 0, "sumber"), ["sasaran", "skor"]),
    (("nilai_tambah",), ["5", "[a]", "''"]),
    (("nilai_tambah", "maks"), NUMBERS),
    (("nilai_tambah", "kategori"), ["{}", "[a]", "a", "''"]),
    (("nilai_tambah", "kategori", "k0"), NUMBERS),
    (("predikat",), ["[]", "a"]),
    (("predikat", 1, "kode"), [*CODES, "p0", "lengkap", "median"]),
    (("predikat", 1, "nama"), NAMES),
    (("predikat", 0, "minimal"), [*NUMBERS, "1000", "99.999"]),
]  # fmt: skip
LEVELS = [(), ("skala",), ("kriteria", 1), ("nilai_tambah",), ("predikat", 0)]
NEARLY = {"bobot": "bobott", "kode": "KODE", "nama": "namaa", "minimal": "minimall", "min": "mins", "maks": "mak",
          "instansi": "instasi", "berlaku": "belaku", "periode": "period", "skala": "skla", "kriteria": "criteria",
          "predikat": "predicat", "kategori": "katagori", "zona": "zone", "agregasi": "agregasii",
          "nilai_tambah": "nilai_tambahan"}  # fmt: skip


def put(model, where, value):
    """Exchange the part at *where*."""
    *above, last = where
    node = model
    for index in above[:-1]:
        node = node[index] if isinstance(node, tuple) else node[index][1]
    if not above:
        node[last][1] = value
        return
    parent = node[above[-1]] if isinstance(node, tuple) else node[above[-1]][1]
    if isinstance(parent, tuple):
        node[above[-1]][1] = (*parent[:last], value, *parent[last + 1 :])
    else:
        parent[last][1] = value


def weights_total_something_else(draw, model):
    where, text = at(model, "kriteria", draw(st.integers(0, 1)), "bobot")
    more = Fraction(text) + draw(st.sampled_from([Fraction(1, 100), Fraction(1), Fraction(100)]))
    put(model, where, decimal(int(more * 100)))
    return "key", at(model, "kriteria")[0]


def bands_do_not_fall(draw, model):
    number = draw(st.integers(1, len(at(model, "predikat")[1]) - 1))
    where, _ = at(model, "predikat", number, "minimal")
    put(model, where, at(model, "predikat", number - 1, "minimal")[1])
    return "value", where


def a_key_is_unknown(draw, model):
    where, pairs = at(model, *draw(st.sampled_from(LEVELS)))
    index = draw(st.integers(0, len(pairs)))
    pairs.insert(
        index, [draw(st.sampled_from(["xyzzy", "'no'", "33", "12:30", '"\\e"', "<<", "? [a]"])), "a"]
    )
    if pairs[index][0] == "? [a]":
        pairs[index][0] = "[a]"
    return "key", (*where, index)


def a_key_is_nearly_right(draw, model):
    where, pairs = at(model, *draw(st.sampled_from(LEVELS)))
    index = draw(st.sampled_from([i for i, pair in enumerate(pairs) if pair[0] in NEARLY]))
    pairs[index][0] = NEARLY[pairs[index][0]]
    return "key", (*where, index)


def a_key_comes_twice(draw, model):
    where, pairs = at(model, *draw(st.sampled_from([*LEVELS, ("nilai_tambah", "kategori")])))
    index = draw(st.integers(0, len(pairs) - 1))
    pairs.append([pairs[index][0], draw(st.sampled_from(["x", "[]", "''"]))])
    return "key", (*where, len(pairs) - 1)


def a_key_is_missing(draw, model):
    where, pairs = at(model, *draw(st.sampled_from(LEVELS)))
    free = ("zona", "agregasi", "nilai_tambah", "wajib", "sumber")
    del pairs[draw(st.sampled_from([i for i, pair in enumerate(pairs) if pair[0] not in free]))]
    return "value", where


def a_code_of_a_category_is_wrong(draw, model):
    where, kinds = at(model, "nilai_tambah", "kategori")
    kinds[0][0] = draw(st.sampled_from(["Program", "1a", "a-b", "''", "a" * 41]))
    return "key", (*where, 0)


def a_value_is_marked(draw, model):
    where, text = at(
        model, *draw(st.sampled_from([("kriteria", 0, "bobot"), ("instansi",), ("skala", "maks")]))
    )
    put(model, where, draw(st.sampled_from(["&a ", "!!str ", "! ", "!x "])) + text)
    return "value", where


FAULTS = [a_value_is_marked, weights_total_something_else, bands_do_not_fall, a_key_is_unknown,
          a_key_is_nearly_right, a_key_comes_twice, a_key_is_missing, a_code_of_a_category_is_wrong]  # fmt: skip


def one_fault(plant, data) -> None:
    model = copy.deepcopy(data.draw(models()))
    place = plant(data.draw, model)
    raw, places = write(data.draw, model)
    with pytest.raises(FaultsFound) as found:
        parse_rules(raw)
    line, column = places[place]
    assert [fault.place for fault in found.value.faults] == [f"criteria.yaml:{line}:{column}"], raw.decode()


def one_wrong_value(path, values, data) -> None:
    def plant(draw, model):
        where, _ = at(model, *path)
        put(model, where, draw(st.sampled_from(values)))
        return "value", where

    one_fault(plant, data)


@pytest.mark.parametrize("plant", FAULTS)
@given(data=st.data())
@settings(QUICK, max_examples=20)
def test_one_fault_is_told_once_at_its_line_and_column(plant, data):
    one_fault(plant, data)


@pytest.mark.parametrize(("path", "values"), VALUES, ids=[".".join(map(str, path)) for path, _ in VALUES])
@given(data=st.data())
@settings(QUICK, max_examples=20)
def test_one_wrong_value_is_told_once_at_its_line_and_column(path, values, data):
    one_wrong_value(path, values, data)


@pytest.mark.slow
@pytest.mark.parametrize(("path", "values"), VALUES, ids=[".".join(map(str, path)) for path, _ in VALUES])
@given(data=st.data())
@settings(QUICK, max_examples=200)
def test_one_wrong_value_is_told_once_at_its_line_and_column_at_length(path, values, data):
    one_wrong_value(path, values, data)


@pytest.mark.slow
@pytest.mark.parametrize("plant", FAULTS)
@given(data=st.data())
@settings(QUICK, max_examples=500)
def test_one_fault_is_told_once_at_its_line_and_column_at_length(plant, data):
    one_fault(plant, data)

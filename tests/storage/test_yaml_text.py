"""YAML from people is text with places, within bounds, or one clear complaint."""

import subprocess
import sys
import time

import pytest
import yaml

from kinerja_cli.storage.yaml_text import Document, Entry, ListNode, MapNode, Place, TextNode, read_yaml


def plain(node):
    """The tree as ordinary values, without places."""
    if isinstance(node, MapNode):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    return [plain(item) for item in node.items] if isinstance(node, ListNode) else node.text


def read(text: str) -> object:
    document = read_yaml(text.encode())
    assert document.complaints == []
    return plain(document.root)


def places(document: Document) -> list[tuple[int, int]]:
    return [tuple(place) for place, _ in document.complaints]


def both(raw: bytes) -> Document:
    """The document as both readers of PyYAML give it."""
    document = read_yaml(raw)
    assert read_yaml(raw, fast=False) == document
    return document


def only_complaint(raw: bytes) -> tuple[int, int, str]:
    [(place, reason)] = read_yaml(raw).complaints
    return (*place, reason)


def test_the_quick_reader_is_there_to_be_compared():
    assert yaml.__with_libyaml__


@pytest.mark.parametrize(
    "word",
    [
        "010",
        "1_000",
        "12:30",
        "no",
        "yes",
        "~",
        "null",
        "1e3",
        ".nan",
        "0x1F",
        "2024-02-31",
        "2001:db8",
        "9" * 5000,
    ],
)
def test_every_value_stays_the_text_that_was_written(word):
    assert read(f"a: {word}") == {"a": word}
    assert read(f"{word[:1000]}: a") == {word[:1000]: "a"}


def test_parts_know_where_they_stand():
    text = "# é\nskala: {min: 0, 'maks': é}\ndaftar:\n  - a: 1\n    b: \"2\"\n  -   c\n"
    document = both(text.encode())
    assert document.complaints == []
    one = MapNode(
        {
            "a": Entry(TextNode("a", Place(4, 5)), TextNode("1", Place(4, 8))),
            "b": Entry(TextNode("b", Place(5, 5)), TextNode("2", Place(5, 8))),
        },
        Place(4, 5),
    )
    scale = MapNode(
        {
            "min": Entry(TextNode("min", Place(2, 9)), TextNode("0", Place(2, 14))),
            "maks": Entry(TextNode("maks", Place(2, 17)), TextNode("é", Place(2, 25))),
        },
        Place(2, 8),
    )
    items = ListNode([one, TextNode("c", Place(6, 7))], Place(4, 3))
    assert document.root == MapNode(
        {
            "skala": Entry(TextNode("skala", Place(2, 1)), scale),
            "daftar": Entry(TextNode("daftar", Place(3, 1)), items),
        },
        Place(2, 1),
    )


@pytest.mark.parametrize(
    "text",
    [
        "a: 😀😀\nb: {c: 😀, d: e}\n",
        "\ufeffa: b\nc: d\n",
        "a: b\r\nc:\r\n  - d\r\n",
        "a: b\rc: d",
        "a: |\n  satu\n  dua\nb: >\n  tiga\n  empat",
        "a: 'it''s'\nb: \"\\u00e9\\n\"",
        "? a\n: b\n",
        "--- a: b",
        "a:\n- b\n-\n- c:\n",
        "[a, b: c, {d}]",
        "a: &x b",
        "a: !!str b",
        "a: *x",
        "a: {<<: b}",
        "a: 1\na: 2\na: 3",
    ],
)
def test_both_readers_of_pyyaml_see_the_same_tree_places_and_complaints(text):
    both(text.encode())


def test_a_repeated_key_is_refused_where_it_comes_again_and_the_first_is_kept():
    document = both(b"a: 1\nb: {c: 2, c: {c: 3}}\na: [4]\n")
    assert places(document) == [(2, 11), (3, 1)]
    assert "ganda; sudah ada di baris 1" in document.complaints[1][1]
    assert plain(document.root) == {"a": "1", "b": {"c": "2"}}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: &x 1\n", 1, 4, "jangkar '&x'"),
        ("a: *x\n", 1, 4, "alias '*x'"),
        ("a: b\n*x : c\n", 2, 1, "alias '*x'"),
        ("a: !!str 1\n", 1, 4, "tag"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, 4, "tag"),
        ("a:\n  <<: {b: c}\n", 2, 3, "'<<'"),
        ("a: b\n? [c]\n: d\n", 2, 3, "kunci harus teks"),
        ("a: b\n? {c: d}\n: {e: f}\n", 2, 3, "kunci harus teks"),
        ("%YAML 1.1\n---\na: b\n", 1, 1, "'%'"),
        ("a: b\n---\nc: d\n", 2, 1, "dokumen kedua"),
    ],
)
def test_yaml_that_is_more_than_text_is_refused_at_its_place(text, line, column, words):
    assert places(both(text.encode())) == [(line, column)]
    assert words in only_complaint(text.encode())[2]


def test_reading_goes_on_after_a_complaint():
    document = both(b"a: &x 1\nb: *x\nc: !t 2\nc: 3\n")
    assert places(document) == [(1, 4), (2, 4), (3, 4), (4, 1)]
    assert plain(document.root) == {"a": "1", "b": "", "c": "2"}


@pytest.mark.parametrize(
    ("raw", "line", "column", "words"),
    [
        (b"", 1, 1, "berkas kosong"),
        (b"\xef\xbb\xbf", 1, 1, "berkas kosong"),
        (b"# hanya komentar\n", 1, 1, "berkas kosong"),
        (b"---\n", 1, 1, "berkas kosong"),
        (b"a: b\nc: \0\n", 2, 4, "NUL"),
        ("a: b\n".encode("utf-16"), 1, 4, "NUL"),
        (b"a: b\nc: \xe9\n", 2, 4, "UTF-8"),
        ("é: ".encode() + b"\xed\xa0\x80", 1, 4, "UTF-8"),
        (b"a: b\r\nc: \x1b[31m", 2, 4, "U+001B"),
        ("a: b\nc: d\u2028e: f\n".encode(), 2, 5, "U+2028"),
        ("a: b\n\ufeffc: d\n".encode(), 2, 1, "U+FEFF"),
        (b"a: b\n" + b"#" * (1 << 20), 1, 1, "1 MiB"),
    ],
)
def test_bytes_that_are_no_text_are_one_complaint(raw, line, column, words):
    found = only_complaint(raw)
    assert found[:2] == (line, column)
    assert words in found[2]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: [b\nc: d\n", 2, 2, "koma atau ']'"),
        ("a: {b: c\n", 2, 1, "koma atau '}'"),
        ("a: b\nc: 'd\n", 2, 4, "tidak ditutup"),
        ("a: b: c\n", 1, 5, "tanda kutip"),
        ("a:\n\tb: c\n", 2, 1, "tab"),
        ("a: @b\n", 1, 4, "'@'"),
        ("a: b\nc\nd: e\n", 2, 1, "tidak punya ':'"),
        ("a:\n   b: c\n  d: e\n", 3, 3, "tidak sejajar"),
        ("a: b\n- c\n", 2, 1, "tidak sejajar"),
        ("- a\nb: c\n", 2, 1, "diawali '- '"),
        ('a: "\\q"\n', 1, 5, "tidak dikenal"),
        ("a\n...\nb\n", 3, 1, "satu dokumen"),
    ],
)
def test_a_slip_in_writing_is_told_in_indonesian_where_it_is(text, line, column, words):
    for fast in (True, False):
        [(place, reason)] = read_yaml(text.encode(), fast=fast).complaints
        assert words in reason
        # The readers differ in one place: libyaml points at the backslash, PyYAML at the letter after it.
        assert place == (line, column if fast or "\\" not in text else column + 1)


def test_a_colon_that_touches_a_comma_is_refused_by_the_quick_reader():
    assert only_complaint(b"{a:, b: c}\n") == (
        1, 3, "beri spasi sesudah ':', atau tanda kutip pada teks yang memuat ':'"
    )  # fmt: skip


@pytest.mark.parametrize("fast", [True, False])
def test_eight_levels_are_read_and_a_ninth_is_refused(fast):
    assert read_yaml(b"[" * 8 + b"]" * 8, fast=fast).complaints == []
    [(place, reason)] = read_yaml(b"[" * 9 + b"]" * 9, fast=fast).complaints
    assert (*place, reason) == (1, 9, "terlalu dalam: paling banyak 8 tingkat")


@pytest.mark.parametrize("fast", [True, False])
def test_twenty_thousand_parts_are_read_and_one_more_is_refused(fast):
    most = b"[" + b"a," * 19_999 + b"]"
    assert read_yaml(most, fast=fast).complaints == []
    [(place, reason)] = read_yaml(b"\n" + most.replace(b"]", b"b]"), fast=fast).complaints
    assert place == (2, 2 + 2 * 19_999)
    assert "20.000" in reason


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"[" * 20_000, id="brackets"),
        pytest.param(b"{a: " * 20_000, id="braces"),
        pytest.param(b"- " * 20_000, id="dashes"),
        pytest.param(b"? " * 20_000, id="question marks"),
        pytest.param(b"a: " * 20_000, id="colons"),
        pytest.param(BOMB.encode(), id="aliases"),
        pytest.param(b"a: &a {}\n" + b"b: {<<: [" + b"*a, " * 10_000 + b"]}", id="merges"),
        pytest.param(b"&a " * 20_000, id="anchors"),
        pytest.param(b"%a\n" * 20_000, id="directives"),
        pytest.param(b"a: " + b"9" * 500_000, id="digits"),
        pytest.param(b"9" * 500_000 + b": a", id="long key"),
        pytest.param(b"\n" * 1_000_000, id="empty lines"),
        pytest.param(b'a: "' + b"\\n" * 250_000, id="escapes"),
        pytest.param(b"a: |\n" + b" x\n" * 100_000, id="block"),
        pytest.param(b"\n".join(b"k%d: v" % i for i in range(100_000))[: 1 << 20], id="keys"),
    ],
)
def test_no_bomb_takes_long(raw):
    started = time.perf_counter()
    read_yaml(raw)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "raw", [b'a: "\\U99999999"', b'a: "\\UFFFFFFFF"', b'a: "\\uD800"', b"%YAML " + b"9" * 5000]
)
@pytest.mark.parametrize("fast", [True, False])
def test_what_pyyaml_chokes_on_is_a_complaint_too(raw, fast):
    document = read_yaml(raw, fast=fast)
    assert document.complaints or document.root == MapNode(
        {"a": Entry(TextNode("a", Place(1, 1)), TextNode("\ud800", Place(1, 4)))}, Place(1, 1)
    )


def test_loading_this_room_does_not_load_yaml():
    """`status` compares digests only, and must not pay for a parser."""
    code = "import sys, kinerja_cli.storage.criteria_file; sys.exit('yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

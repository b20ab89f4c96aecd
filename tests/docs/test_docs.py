"""What the documentation says is true: its commands run, its answers are kinerja's, its generated parts are fresh."""

from __future__ import annotations

import csv
import importlib.util
import os
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

Kinerja = Callable[..., Any]

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "panduan.md").read_text(encoding="utf-8")
CRONTAB = "kinerja_cli/help/crontab.txt"
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Step:
    """One ``$ line`` of a console block and the lines shown under it."""

    line: str
    shown: list[str] = field(default_factory=list)


def steps(block: str) -> list[Step]:
    found: list[Step] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Step(line[2:]))
        else:
            found[-1].shown.append(line)
    return found


def blocks(text: str, *kinds: str) -> Iterator[tuple[str, str | None, str]]:
    """(kind, file name, content) of the fenced blocks of these kinds, in order."""
    return ((kind, name, body) for kind, name, body in FENCE.findall(text) if kind in kinds)


def as_shown(shown: list[str], answer: str) -> bool:
    """Whether the answer is what the page shows; ``…`` there stands for anything, alone on a line for any lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else re.escape(line.rstrip()).replace("…", r".*?") + r" *\n"
        for line in shown
    )
    return re.fullmatch(pattern, answer) is not None


def follow(page: str, kinerja: Kinerja, folder: Path) -> int:
    """Do what the page says, from top to bottom, and compare every answer that it shows; returns how many commands."""
    done = 0
    for kind, name, body in blocks(page, "csv", "yaml", "txt", "console"):
        if kind != "console":
            assert name, "a file that the page shows needs a name: ```csv NAME"
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(body, encoding="utf-8")
            continue
        todo = steps(body)
        for step, after in zip(todo, [*todo[1:], None], strict=True):
            if step.line.startswith("cd "):
                folder = folder / step.line[3:]
                continue
            if step.line == "echo $?":
                continue
            fails = after is not None and after.line == "echo $?"
            words, stdin = shlex.split(step.line), None
            if words[-2:-1] == ["<"]:
                words, stdin = words[:-2], (folder / words[-1]).read_text(encoding="utf-8")
            assert words[0] == "kinerja", step.line
            outcome = kinerja(words[1:], int(after.shown[0]) if after and fails else 0, stdin, cwd=folder)
            assert as_shown(step.shown, outcome.answer), (
                f"$ {step.line}\n--- the page\n" + "\n".join(step.shown) + f"\n--- kinerja\n{outcome.answer}"
            )
            done += 1
    return done


def test_the_guide_can_be_followed_from_the_first_command_to_the_yearly_summary(
    kinerja: Kinerja, workspace: Path
) -> None:
    assert follow(GUIDE, kinerja, workspace) > 30


def test_the_examples_of_the_readme_lead_from_excel_files_to_a_summary(
    kinerja: Kinerja, workspace: Path
) -> None:
    files = {name: body for _, name, body in blocks(GUIDE, "csv")}
    as_workbook(files["pegawai.csv"], workspace / "pegawai.xlsx")
    as_workbook(files["perbaiki.csv"], workspace / "nilai.xlsx")
    lines = [step.line for _, _, body in blocks(README, "console") for step in steps(body)]
    answers = {line: kinerja(shlex.split(line)[1:]).stdout for line in lines}
    assert len(answers) >= 5
    summary = answers["kinerja rekap tahunan 2025"]
    assert re.search(r"^1 +198309212009042005 +Maria Fernandez, S\.E\. .* 93\.30 ", summary, re.MULTILINE)
    assert (workspace / "rekap-2025.xlsx").read_bytes().startswith(b"PK")


def as_workbook(text: str, path: Path) -> None:
    """The rows of a ``;`` file as text cells of a workbook."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row, cells in enumerate(csv.reader(text.splitlines(), delimiter=";")):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    book.close()


def test_everything_generated_is_as_the_code_says() -> None:
    stale = [name for name, old, new in generator().texts(ROOT) if old != new]
    assert stale == [], "run: python docs/generate.py"


def test_the_check_fails_with_a_diff_and_the_writer_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = generator()
    for folder in ("docs", "kinerja_cli/help"):
        (tmp_path / folder).mkdir(parents=True)
    for name in [made.COMMAND_PAGE, *made.BLOCKS, CRONTAB]:
        text = (ROOT / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("Catat nilai seorang pegawai", "Tulis nilai"), "utf-8")
    monkeypatch.setattr(made, "ROOT", tmp_path)
    assert made.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert "-  Tulis nilai dalam satu periode." in said
    assert "+  Catat nilai seorang pegawai dalam satu periode." in said
    made.main([])
    assert made.main(["--check"]) == 0


def test_a_page_without_its_markers_is_an_error_and_not_silently_skipped() -> None:
    with pytest.raises(ValueError, match="exactly once"):
        generator().filled("README.md", "no markers here\n", {"help": lambda: ""})


def generator() -> ModuleType:
    """docs/generate.py as a module."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_command_page_has_every_command_in_the_order_of_the_help() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (kinerja.*)$", page, re.MULTILINE)
    assert headings[:2] == ["kinerja", "kinerja init"]
    assert headings[-1] == "kinerja pelengkap"
    assert {"kinerja nilai catat", "kinerja rekap tahunan", "kinerja periode batal"} <= set(headings)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_every_file_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if ":" not in link]
    missing = [link for link in links if link and not (page.parent / link).exists()]
    named = re.findall(r"`((?:kinerja_cli|tests|docs|benchmarks)/[\w/.]+)`", text)
    missing += [name for name in named if not (ROOT / name).exists()]
    assert missing == []


def test_every_name_in_the_architecture_is_in_the_code() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`([A-Za-z_][\w.]*)`", text) if not (ROOT / name).exists()}
    parts = {part.removesuffix("_past") for name in named for part in name.split(".")}
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "kinerja_cli").rglob("*.py"))
    assert len(parts) > 40
    assert parts - set(re.findall(r"\w+", code)) - {""} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_anchor_inside_a_page_has_its_heading(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


def test_ci_runs_the_line_of_the_readme_and_no_other() -> None:
    [line] = re.search(r"<!-- tests -->\n```sh\n(.*?)```", README, re.DOTALL)[1].splitlines()  # type: ignore[index]
    shown = subprocess.run(
        ["bash", ".ci/run", "--show"], cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    )
    assert line in shown.stdout.splitlines()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)

"""How do you know that your tests test: every planted fault of the catalogue is caught by the test named beside it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from planted import PLANTED, Planted

ROOT = Path(__file__).parents[2]
OURS = [fault for fault in PLANTED if fault.code]


def _functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _run(fault: Planted, *, planted: bool) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "pytest", "-x", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist"]
    plugin = ["-p", "planted"] if planted else []
    path = os.pathsep.join([str(Path(__file__).parent), str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [*words, *plugin, fault.test],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**environment, "PYTHONPATH": path, "PLANTED": fault.name},
        check=False,
        timeout=300,
    )


def test_there_are_at_least_twenty_and_each_test_that_catches_one_is_there():
    assert len({fault.name for fault in PLANTED}) == len(PLANTED) >= 20
    for fault in PLANTED:
        file, _, test = fault.test.partition("::")
        assert not test or test.partition("[")[0] in _functions(ROOT / file), fault.test


@pytest.mark.parametrize("fault", OURS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_caught_by_the_test_that_is_named_for_it(fault):
    done = _run(fault, planted=True)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed" in done.stdout, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("fault", OURS, ids=lambda fault: fault.name)
def test_without_the_fault_the_same_test_passes(fault):
    done = _run(fault, planted=False)
    assert done.returncode == 0, done.stdout

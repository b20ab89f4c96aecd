"""The states of a programme (program) and the one that earns its points (design.md section 5)."""

from __future__ import annotations

PROPOSED, REALISED = "usulan", "terealisasi"
STATES = (PROPOSED, "berjalan", REALISED, "batal")

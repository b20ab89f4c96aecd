"""python -m kinerja_cli."""

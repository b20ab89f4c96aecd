"""SQLite and YAML: the only room with SQL."""

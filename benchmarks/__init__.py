"""How fast kinerja is, each figure a ratio to an alternative that ran in the same minute."""

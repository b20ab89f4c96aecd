"""kinerja: the performance of civil servants, exact and explainable, over one SQLite file."""

__version__ = "0.2.0"

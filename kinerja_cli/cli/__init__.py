"""Words become values, values become a service call, its answer becomes a report. Knows Typer."""

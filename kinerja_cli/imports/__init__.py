"""Files from people become rows, or faults with their place."""

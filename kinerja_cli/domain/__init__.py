"""The rules: standard library values only, no input or output, no clock."""

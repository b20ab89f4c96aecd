"""How things look: a Report in, bytes out."""

"""The sheet for the information board: what residents proposed, and what was decided."""

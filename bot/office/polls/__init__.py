"""A priorities poll: opened, voted in, closed, told."""

"""To try Sunush without a messenger: the terminal, a played month, the first run in a browser."""

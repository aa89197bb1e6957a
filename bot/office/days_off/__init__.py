"""The days on which no office works by law."""

"""The library as residents read it."""

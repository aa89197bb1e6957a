"""The property list as residents read it."""

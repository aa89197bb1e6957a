"""An install: its key, its database and the mark beside it, opened together or not at all."""

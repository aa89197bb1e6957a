"""What keeps a database from being moved."""


class MoveFailed(Exception):
    """The move cannot begin or go on; the text says why, and what to do."""

"""What keeps a schema from being upgraded while the database is served."""


class OnlineRefused(Exception):
    """A step cannot be made beside writers; nothing of it was made. The text says what to do."""

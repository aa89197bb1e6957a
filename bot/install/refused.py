"""What keeps an install from being opened or served."""


class CannotStart(Exception):
    """Something must be put right first; the text says what in one sentence."""

"""Why a file that somebody sent is not kept: a word in its row, and the failure that carries it."""

GONE = "gone"  # the messenger has it no more
TOO_LARGE = "large"
ACTIVE = "active"  # it would run something when it is opened
UNKNOWN = "unknown"  # it is of no kind that is taken


class FileRefused(Exception):
    """A file that is not kept; its text is one of the words above."""

    @property
    def why(self) -> str:
        """One of the words above."""
        return str(self)

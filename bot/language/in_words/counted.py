"""A number with its thing in English, for the command line, which speaks no other language."""


def write_counted(n: int, one: str, many: str = "") -> str:
    """Returns a number with its thing: «1 day», «0 days»; many where it is not one with an s."""
    return f"{n} {one if n == 1 else many or f'{one}s'}"

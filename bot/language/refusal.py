"""The base of every named refusal."""


class Refusal(Exception):
    """Something a person asked for that the rules do not allow; a handler turns it into words."""

"""Regular expressions that are compiled when they are first asked, so that no start compiles hundreds for one answer."""

import re
from typing import Any, cast

_ASKED = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer", "pattern", "flags", "groups")
_waiting: "list[LatePattern]" = []


class LatePattern:
    """Stands for a pattern until it is first asked for anything; from then on it has what the pattern has."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._made_of = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(*self._made_of)
        self.__dict__.update({one: getattr(compiled, one) for one in _ASKED})
        return getattr(compiled, name)


def compile_late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Makes a pattern that is compiled when it is first asked. A wrong one raises re.error then, or in compile_waiting."""
    late = LatePattern(pattern, flags)
    _waiting.append(late)
    return cast("re.Pattern[str]", late)


def compile_waiting() -> int:
    """Compiles all patterns that nobody has asked yet; returns how many were made late since the last call."""
    made = len(_waiting)
    while _waiting:
        _ = _waiting.pop().pattern
    return made

"""One conversation as it stands: its state, what was gathered, how it is written on the row of its event.

A long one is written whole once. The rows after that hold what has changed since, until that is half as long as the whole.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from bot.chat.json_text import to_json
from storage.conversations.changes import Changes, apply, compare, join

LONG = 4000  # characters of a conversation that is worth writing by its changes


@dataclass(frozen=True)
class Conversation:
    """What is kept of a conversation: its version, the name of its state, and what was gathered so far."""

    version: int = 0
    state: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    whole_at: int = field(default=0, compare=False)  # the version at which a row has it whole; 0 where none is known to
    changes: Changes | None = field(
        default=None, compare=False
    )  # of the data since then; None where this row has it whole

    @cached_property
    def text(self) -> str:
        """State and data as JSON, made once; raises TypeError for what JSON cannot keep."""
        return to_text({"state": self.state, "data": self.data})

    @cached_property
    def row(self) -> str:
        """What its event's row holds: the same text, or only what has changed."""
        if self.changes is None:
            return self.text
        return to_text({"since": self.whole_at, "state": self.state, "changes": self.changes})

    def follow(self, before: "Conversation") -> "Conversation":
        """Returns the same as it is written after another state of it: by its changes where those are much shorter."""
        if not before.whole_at or len(self.text) < LONG:
            return self
        changes = join(before.changes or {}, compare(before.data, self.data))
        short = self._same(whole_at=before.whole_at, changes=changes)
        return short if len(short.row) * 2 < len(self.text) else self

    def at(self, version: int) -> "Conversation":
        """Returns the same at the version of the row it was written to; its texts are not made again."""
        return self._same(version=version, whole_at=version if self.changes is None else self.whole_at)

    def replaces(self, before: "Conversation") -> set[int]:
        """The versions whose rows nobody needs once this one is written."""
        return {version for version in (before.version, before.whole_at) if version} - {self.version, self.whole_at}

    def _same(self, **values: Any) -> "Conversation":
        same = replace(self, **values)
        vars(same).update({name: text for name, text in vars(self).items() if name == "text"})
        return same

    @classmethod
    def of(cls, version: int, text: str, whole: str | None = None) -> "Conversation":
        """Reads what the row of a version gave. whole is what the row named by `since` gave, None where that is gone."""
        kept = json.loads(text)
        if "changes" not in kept:
            return cls(version, kept["state"], kept["data"], whole_at=version)
        before = json.loads(whole)["data"] if whole else {}
        data = apply(kept["changes"], before)
        if not whole:
            return cls(version, kept["state"], data)
        return cls(version, kept["state"], data, whole_at=kept["since"], changes=kept["changes"])


def since(text: str) -> int:
    """The version at whose row the rest of a conversation's row lies; 0 where it has everything."""
    return int(json.loads(text).get("since", 0)) if text.startswith(('{"since":', '{"since": ')) else 0


def to_text(value: Any) -> str:
    """JSON of a conversation; raises TypeError for what JSON cannot keep."""
    try:
        # Not escaped to ASCII: escaped, two surrogates side by side would come back as one character.
        return to_json(value)
    except (ValueError, RecursionError) as error:
        raise TypeError("a conversation keeps only what JSON can") from error


def to_plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """A conversation's data as a dict; raises TypeError for what is no mapping."""
    if not isinstance(data, Mapping):
        raise TypeError(f"a conversation's data are a mapping, not {type(data).__name__}")
    return dict(data)

"""What changed between two states of a conversation's data: plain JSON, by keys.

So a long draft is not written each time.

Changes name each key that differs. A list of one is its new value; null says that it is gone; an object goes one level
down.
"""

from typing import Any

Changes = dict[str, Any]


def compare(before: dict[str, Any], after: dict[str, Any]) -> Changes:
    """What makes after of before."""
    changes: Changes = {key: None for key in before if key not in after}
    for key, value in after.items():
        was = before.get(key)
        if isinstance(was, dict) and isinstance(value, dict):
            if inner := compare(was, value):
                changes[key] = inner
        elif key not in before or not _is_same(was, value):
            changes[key] = [value]
    return changes


def apply(changes: Changes, before: dict[str, Any]) -> dict[str, Any]:
    """Makes after of before, which stays as it is."""
    after = {key: value for key, value in before.items() if changes.get(key, ()) is not None}
    for key, change in changes.items():
        if isinstance(change, dict):
            was = after.get(key)
            after[key] = apply(change, was if isinstance(was, dict) else {})
        elif change is not None:
            after[key] = change[0]
    return after


def join(earlier: Changes, later: Changes) -> Changes:
    """Both one after the other, as one."""
    joined = dict(earlier)
    for key, change in later.items():
        before = joined.get(key)
        if isinstance(change, dict) and isinstance(before, dict):
            joined[key] = join(before, change)
        elif isinstance(change, dict) and isinstance(before, list):
            joined[key] = [apply(change, before[0])]
        else:
            joined[key] = change
    return joined


def _is_same(one: Any, other: Any) -> bool:
    # By repr and not by ==, for which 1, 1.0 and True are the same. What is the very same is not looked through.
    return one is other or (type(one) is type(other) and one == other and repr(one) == repr(other))

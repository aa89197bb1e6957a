"""The pages of the house as tests read them: the README, docs/ and deploy/, with the blocks marked in them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
         for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "deploy" / "README.md")}  # fmt: skip


def block(mark: str) -> str:
    """The code under a mark such as «<!-- command: chat -->», which stands on one page only."""
    found = [
        one[1] for text in PAGES.values() for one in re.finditer(rf"<!-- {mark} -->\n```\w+\n(.*?)```", text, re.DOTALL)
    ]
    assert len(found) == 1, mark
    return found[0]

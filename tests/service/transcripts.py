"""The transcripts in docs/transcripts.md: what is typed there is typed again, in an install of its own for each.

`python -m tests.service.transcripts` writes down anew what comes, after a change of words.
"""

import asyncio
import io
import re
import tempfile
from pathlib import Path
from unittest.mock import patch

from bot.channels.terminal import Terminal
from bot.service.trying import terminal
from bot.settings import Settings
from tests.databases import need_no_fsync, walk_once

PAGE = Path(__file__).parents[2] / "docs" / "transcripts.md"
SHOWN = re.compile(r"<!-- typed: --as (\S+)(?: --aimak (\w+))? -->\n```text\n(.*?)```", re.DOTALL)
_DUE = re.compile(r"(?:\d{4}-жылдын \d+-\w+|до \d+ \w+ \d{4} года)")


def typed(shown: str) -> list[str]:
    """The lines somebody typed."""
    return [line[2:] for line in shown.splitlines() if line.startswith("> ")]


def without_days(shown: str) -> str:
    """The same without the days, which move with the calendar."""
    return _DUE.sub("DAY", shown).strip()


async def type_again(folder: Path, name: str, aimak: str | None, lines: list[str]) -> str:
    """What `sunush chat` prints in an empty folder while these lines are typed."""
    printed, source = io.StringIO(), io.StringIO("\n".join(lines) + "\n")

    def seated(person: str, **_: object) -> Terminal:
        return Terminal(person, out=printed, echo=True, source=source)

    settings = Settings(
        data_dir=folder / "data", database_url=f"sqlite:///{folder}/data/sunush.db", key_file=folder / "key"
    )
    with patch.object(terminal, "Terminal", seated):
        await terminal.talk(settings, name=name, aimak=aimak, language=None)
    return printed.getvalue()


async def _write_anew() -> None:
    need_no_fsync()
    walk_once()
    page = PAGE.read_text("utf-8")
    for found in SHOWN.finditer(page):
        with tempfile.TemporaryDirectory(prefix="sunush-") as folder:
            printed = await type_again(Path(folder), found[1], found[2], typed(found[3]))
        page = page.replace(found[3], printed.strip() + "\n")
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    asyncio.run(_write_anew())

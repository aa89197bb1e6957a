"""The served desk of one office."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.desk.desks import ServedDesk, open_desk


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[ServedDesk]:
    """A desk that is served."""
    desk = await open_desk(tmp_path)
    yield desk
    await desk.office.database.close()

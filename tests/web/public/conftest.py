"""A village whose public page is on."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.web.public.readers import Village, open_village


@pytest.fixture
async def enter(tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    """Enters an aimak by its code."""
    async with open_village(tmp_path) as entering:
        yield entering


@pytest.fixture
async def village(enter) -> Village:
    """Көк-Жар."""
    return await enter()

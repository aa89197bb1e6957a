"""Whether whoever sees or hears little can use a page: axe-core (MPL 2.0, tests/web/axe/) says what is serious on it."""

from functools import cache
from pathlib import Path
from typing import Any

SERIOUS = {"serious", "critical"}


@cache
def _read_axe() -> str:
    return (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")


async def list_faults(page: Any) -> list[str]:
    """What axe-core finds serious on a page that is open: the rule, and where."""
    await page.evaluate(_read_axe())
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {', '.join(str(node['target']) for node in one['nodes'][:3])}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
    ]

"""The figures of `/metrics` where several workers stand behind one door: each tells its own to all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.app import Service, steady
from bot.service.workers.roles import name_holder

if TYPE_CHECKING:
    from bot.web.figures_of_workers import FiguresOfWorkers


def share_figures(service: Service, counts: Callable[[], Mapping[str, int]]) -> FiguresOfWorkers | None:
    """Lets this worker tell its figures and hear the others'. counts are those of a worker that takes nothing in."""
    if service.wakeups is None:
        return None
    from bot.web.figures_of_workers import TOPIC, FiguresOfWorkers
    from bot.web.metrics import list_own

    figures = FiguresOfWorkers(name_holder(), service.office.seal, service.office.database.announce, steady=steady)
    figures.list_own = lambda: list(list_own(None, {}, 0, counts()))
    service.wakeups.on(TOPIC, figures.hear)
    return figures

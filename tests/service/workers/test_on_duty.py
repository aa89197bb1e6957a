"""A worker does what it holds: it follows one that is gone, and ends what another has now."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.app import steady
from bot.service.workers import on_duty
from bot.service.workers.on_duty import OnDuty
from storage.database.engine import Database
from storage.duties.duties import Duties
from tests.patience import patient


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_duty, "LOOK", 0.01)


class Worker:
    """A worker with one duty, which notes when it begins and ends."""

    def __init__(self, database: Database, name: str, said: list[str]) -> None:
        self.duties = OnDuty(database, holder=name, steady=steady)
        self._name, self._said = name, said
        self.running = asyncio.create_task(self.duties.run({"mornings": self._tell}))

    async def _tell(self) -> None:
        self._said.append(f"{self._name} begins")
        try:
            await asyncio.Event().wait()
        finally:
            self._said.append(f"{self._name} ends")

    async def stop(self) -> None:
        self.duties.stop()
        await self.running


async def comes_to(happened: Callable[[], bool]) -> None:
    async with patient(20):
        while not happened():  # noqa: ASYNC110 - what a worker did is known to nobody else
            await asyncio.sleep(0.005)


async def test_the_second_follows_when_the_first_stops(postgresql_database):
    said: list[str] = []
    asel = Worker(postgresql_database, "Асел", said)
    await comes_to(lambda: said == ["Асел begins"])
    bakyt = Worker(postgresql_database, "Бакыт", said)
    await asel.stop()
    await comes_to(lambda: len(said) == 3)
    await bakyt.stop()
    assert said == ["Асел begins", "Асел ends", "Бакыт begins", "Бакыт ends"]


async def test_whoever_was_stopped_past_its_lease_ends_what_another_has(postgresql_database):
    said: list[str] = []
    asel = Worker(postgresql_database, "Асел", said)
    await comes_to(lambda: said == ["Асел begins"])
    await postgresql_database.write(lambda store: store.connection.execute(text("UPDATE duties SET holder = 'Бакыт'")))
    await comes_to(lambda: said == ["Асел begins", "Асел ends"])
    await asel.stop()
    assert asel.duties.held == []


async def test_a_database_that_is_away_longer_than_a_lease_ends_every_duty_until_it_is_back(
    postgresql_database, monkeypatch: pytest.MonkeyPatch
):
    said: list[str] = []
    monkeypatch.setattr(on_duty, "LEASE", 50)
    asel = Worker(postgresql_database, "Асел", said)
    await comes_to(lambda: said == ["Асел begins"])
    with monkeypatch.context() as away:

        async def refuse(*_: object, **__: object) -> set[str]:
            raise OperationalError("", {}, ConnectionRefusedError())

        away.setattr(Duties, "keep", refuse)
        await comes_to(lambda: said == ["Асел begins", "Асел ends"])
    await comes_to(lambda: len(said) == 3)
    await asel.stop()


async def test_what_fails_in_a_duty_ends_the_worker(postgresql_database):
    async def fails() -> None:
        raise ZeroDivisionError

    duties = OnDuty(postgresql_database, holder="Асел", steady=steady)
    with pytest.raises(ZeroDivisionError):
        await duties.run({"mornings": fails})

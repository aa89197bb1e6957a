"""What the tests of the office's hearings share: a clerk on the way to the notice, subscribers, what was sent."""

from sqlalchemy import func, select

from bot.budget.permissions import Role
from bot.office import residents
from tests.handlers.offices import joined

PLACE = "Көк-Жар айылы, маданият үйү"
WORDS = {
    "ky": {
        "draft": "Бюджет долбоору", "skip": "Өткөрүп жиберүү", "now": "Азыр жөнөтүү", "tomorrow": "Эртең 9:00",
        "at": "Башка убакытта", "change": "Өзгөртүү", "later": "Кийин улантам", "announce": "Угууну жарыялоо",
    },
    "ru": {
        "draft": "По проекту бюджета", "skip": "Пропустить", "now": "Отправить сейчас", "tomorrow": "Завтра в 9:00",
        "at": "В другое время", "change": "Изменить", "later": "Продолжу позже", "announce": "Объявить слушания",
    },
}  # fmt: skip


async def clerk(village, name="Бакыт", *, language="ky", aimak="kokjar"):
    worker = await joined(village, name, Role.STAFF, aimak=aimak)
    if language != "ky":
        await worker.taps(f"language:{language}")
    return worker


async def subscriber(village, name, *, language="ky", aimak="kokjar"):
    """Somebody who wants notices."""
    resident = await village.in_menu(name, language=language, aimak=aimak)
    person = await resident.person()

    async def work(store):
        await residents.agree(store, by=person, at=village.clock())
        await residents.set_subscription(store, by=person, aimak_id=person.aimak_id, wanted=True, at=village.clock())

    await village.database.write(work)
    return resident


async def at_check(village, worker, *, day="16.12.2026", time="10:00", place=PLACE, agenda=None):
    """Goes through the steps by typing; returns the last screen."""
    await worker.taps("announce")
    await worker.taps("kind:draft")
    await worker.says(day)
    await worker.says(time)
    await worker.says(place)
    await worker.taps("skip")
    await (worker.says(agenda) if agenda else worker.taps("skip"))
    return await worker.taps("skip")


def button(worker, start):
    """The id of the button on the last screen that begins so."""
    found = [id for id, _ in [*worker.heard[-1].choices, *worker.heard[-1].ways] if id.startswith(start)]
    assert len(found) == 1, worker.heard[-1]
    return found[0]


def sent_to(village, name, since=0):
    return [message for address, message, _ in village.chats.sent[since:] if address == name]


async def count(village, table):
    return await village.database.read(lambda store: store.connection.scalar(select(func.count()).select_from(table)))


async def hearing_of(village):
    """The one hearing there is."""
    (found,) = await village.database.read(lambda store: store.hearings.list_of_aimak(None))
    return found

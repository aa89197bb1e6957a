"""What is done together, on the page: works watched, polls, the openness list. No word of a resident stands there."""

from bot.budget.openness.rows import Row
from bot.budget.watch.watching import Seen
from bot.budget.workdays import find_day
from bot.office.openness import entering
from bot.office.polls import polls
from bot.office.watch import reporting, watching
from tests.web.public.readers import Village


async def test_what_is_done_together_stands_there_without_a_word_of_a_resident(village: Village):
    office = village.office
    of = {"aimak_id": office.aimak_id, "year": 2027}
    line = await office.does(watching.open_watch, **of, key="one", line="Көчө жарыгы", by=None)
    aibek = await office.meets("Айбек")
    await office.does(reporting.join, token=line.token, by=aibek)
    told = {"key": "told", "id": line.id, "seen": Seen.POOR, "text": "Мамы кыйшайып турат"}
    await office.does(reporting.report, **told, by=aibek)
    place = {"channel": "board", "language": "ky", "place": "Клубдун жаны", "day": find_day(office.now)}
    await office.does(entering.enter, **of, row=Row.DRAFT, **place, by=None)
    text = "Эмне маанилүү?\nЖол\nСуу\nЖарык\nМектеп"
    poll = await office.does(polls.open_poll, **of, text=text, closes_at=office.now + polls.DAY, by=None)
    await office.does(polls.enter_paper, id=poll, text="1 2; 1; 1 3; 2; 1", by=None)
    village.passes(10)
    before = await village.text("/kokjar/together?lang=ru")
    assert "Эмне маанилүү?" not in before
    await office.does(polls.tell_result, id=poll, by=None)
    village.passes(10)
    said = (await village.text("/kokjar/together?lang=ru")).replace("\xa0", " ")
    for shown in ("М1. Көчө жарыгы", "Клубдун жаны", "Опубликовано: ", "Эмне маанилүү?", "Голоса"):
        assert shown in said, shown
    assert "кыйшайып" not in said
    assert "БАМИ" not in said

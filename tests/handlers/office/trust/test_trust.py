"""A head opens a trust survey in the chat, a resident answers it once, and nothing of the answers stays."""

from datetime import timedelta

from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from tests.handlers.offices import joined
from tests.storage.rows import rows_of


async def test_a_resident_answers_three_questions_once_and_nothing_of_them_stays(village):
    head = await joined(village, "Эркин", Role.HEAD)
    aigul = await village.in_menu("Айгүл")
    assert "Ишеним: 3 суроо" not in str(aigul.heard[-1].choices)
    before = len(aigul.heard)
    await head.taps("trust_desk")
    await head.taps("trust_new")
    day = find_day(village.clock()) + timedelta(days=5)
    assert "Сурамжылоо жүрүп жатат" in await head.says(f"{day:%d.%m.%Y}")
    assert len(aigul.heard) == before  # nobody is written to
    assert "/privacy" in await aigul.says("Ишеним: 3 суроо")
    assert "1/3. Биздин айыл өкмөтүнө" in await aigul.taps("consent:yes")
    await aigul.taps("trust_step:1")
    assert "1/3" in await aigul.says("0")
    for step in (2, 3):
        await aigul.taps(f"trust_step:{step}")
    assert "аялсызбы" in await aigul.taps("trust_step:1")
    assert "Көбүнчө ишенем" in await aigul.taps("trust_who:woman")
    assert "эсепке алынды" in await aigul.taps("trust_give")
    assert "мурда жооп бергенсиз" in await aigul.taps("trust")
    raw = [row["raw"] for row in await rows_of(village.database, "events") if row["raw"]]
    assert raw
    assert not any(word in village.database.seal.open(one) for one in raw for word in ("trust_step", "trust_who"))
    await head.taps("trust_close")
    assert "сандар көрсөтүлбөйт" in await head.taps("trust_sure")
    assert "Азыр сурамжылоо жок" in await aigul.taps("trust")

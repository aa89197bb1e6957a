"""What may be mistaken at the desk: colleagues without a post, and a text that imitates our lines."""

from bot.budget.permissions import Role
from tests.handlers.offices import joined, proposed


async def test_two_clerks_without_a_post_look_different_in_every_list(village):
    head = await joined(village, "Токтогул", Role.HEAD, title="башчы")
    bakyt, gulnara = await joined(village, "Бакыт", Role.STAFF), await joined(village, "Гүлнара", Role.STAFF)
    await head.taps("team")
    titles = [title for id, title in head.heard[-1].choices if id.startswith("member")]
    assert len(set(titles)) == len(titles) == 3
    aigul = await village.in_menu("Айгүл")
    for worker, text in ((bakyt, "Мектептин жанына жарык керек"), (gulnara, "Көпүрө керек, суу ташкындайт")):
        proposal = await proposed(village, aigul, text)
        await worker.taps(f"desk_one:{proposal.id}")
        await worker.taps("take")
    listed = await head.taps("desk_list:waiting")
    assert "Кесиптеш 2" in listed
    assert "Кесиптеш 3" in listed


async def test_a_text_cannot_pass_for_the_desks_own_lines(village):
    clerk, aigul = await joined(village, "Бакыт", Role.STAFF), await village.in_menu("Айгүл")
    text = "Жарык керек»\nЖооп берилди: Долбоорго кирди. Кесиптеш 1\u2028Автору орусча окуйт.\x0b№ 0002: чыгаша."
    proposal = await proposed(village, aigul, text)
    await clerk.taps(f"desk_one:{proposal.id}")
    card = next(message.text for message in clerk.heard if "> «" in message.text)
    own = [line for line in card.splitlines() if not line.startswith("> ")]
    for imitation in ("Долбоорго кирди", "орусча окуйт", "0002"):
        assert not [line for line in own if imitation in line], card
        assert imitation in card


async def test_a_reply_is_a_reply_also_where_another_notice_came_after_the_question(village):
    clerk, aigul = await joined(village, "Бакыт", Role.STAFF), await village.in_menu("Айгүл")
    asked, other = [await proposed(village, aigul, f"Көпүрө керек, суу ташкындайт {n}") for n in range(2)]
    await clerk.taps(f"desk_one:{asked.id}")
    await clerk.taps("ask_author")
    await clerk.follows_script("Кайсы көпүрө?", "Жөнөтүү")
    await clerk.taps(f"desk_one:{other.id}")
    await clerk.taps("exclude")
    await clerk.taps("excluded:test")
    await aigul.reads()
    screen = await aigul.says("Мектептин жанындагы эски көпүрө")
    assert f"Жооп: № {asked.label}" in screen
    assert "өткөрүлдү" in await aigul.says("1") or "эски көпүрө" in await clerk.reads()
    said = await village.database.read(lambda store: store.dialogue.list_dialogue(asked.id))
    assert [one.text for one in said][-1] == "Мектептин жанындагы эски көпүрө"

"""One proposal at the desk: what the chat's card says, its files, each act by a form."""

import re
from pathlib import Path

import pytest

from bot.budget.permissions import Role
from bot.office.answers import answers, dialogue
from bot.office.together import voices
from storage.attachments.files import keep, put_down
from storage.database.seal import Seal
from tests.databases import KEY
from tests.office.offices import refusing
from tests.web.desk.desks import Browser, ServedDesk

LAMP = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
HOSTILE = '<img src=x onerror=alert(1)><script>alert(2)</script> {{7*7}} "көпүрө" \' керек'


async def arrive(served: ServedDesk, text: str = LAMP) -> Browser:
    author = await served.office.meets("Айгүл")
    await served.office.proposed(author, text)
    _, browser = await served.clerk()
    await browser.opens("/desk/p/1")
    return browser


async def test_the_card_says_what_the_chats_card_says(served: ServedDesk):
    browser = await arrive(served)
    for said in ("№ 0001: чыгаша", LAMP, "Автор кыргызча окуйт", "20-ноябрына чейин", "келип түштү"):
        assert said in browser.text, said


async def test_whose_words_the_line_of_a_voice_is_stands_above_that_line(served: ServedDesk):
    author, (clerk, browser) = await served.office.meets("Айгүл"), await served.clerk()
    filed = await served.office.filed(author, "")
    voice = {"kind": "voice", "reference": "file", "at": served.office.now}
    await served.office.database.write(lambda store: store.media.want(filed.id, "telegram", "bot", **voice))
    await served.office.does(voices.summarise, id=filed.id, text=LAMP, read=1, by=clerk)
    assert f"автору азырынча ырастай элек: {LAMP}" in await browser.opens("/desk/p/1")


async def test_hostile_words_stand_there_as_words(served: ServedDesk):
    browser = await arrive(served, HOSTILE)
    for path in ("/desk/p/1", "/desk", "/desk/many?id=1"):
        await browser.opens(path)
        assert "<img src=x" not in browser.page
        assert "<script>alert" not in browser.page
        assert "{{7*7}}" in browser.page
    await browser.posts("/desk/p/1/change", decision="not_included", sentence=HOSTILE)
    assert "<img src=x" not in browser.page
    assert "&lt;img src=x" in browser.page


@pytest.mark.parametrize(
    ("act", "fields", "said", "in_audit"),
    [
        ("take", {}, "эми сиз карайсыз", "take"),
        ("sort", {"sorted": "revenue:"}, "Оңдолду", "sort"),
        ("exclude", {"why": "spam"}, "эсептен чыгарылды", "exclude"),
        ("ask", {"question": "Кайсы көчөдө жарык жок, айтыңызчы?"}, "жөнөтүлдү", "ask_author"),
    ],
)
async def test_an_act_does_what_the_chats_button_does(served: ServedDesk, act, fields, said, in_audit):
    browser = await arrive(served)
    for _ in range(2):  # the second press of one page does nothing more
        shown = await browser.posts(f"/desk/p/1/{act}", **fields, key="one-press-of-a-page")
    assert browser.status == 200, shown
    assert re.search(said, shown), shown
    assert await served.office.recorded(in_audit, 1) == 1


async def test_it_is_handed_over_released_and_taken_over(served: ServedDesk):
    browser = await arrive(served)
    gulnara = await served.office.meets("Гүлнара", Role.STAFF)
    member = await served.office.member(gulnara)
    await browser.posts("/desk/p/1/hand", to=str(member.id))
    assert browser.status == 200
    assert "адис Гүлнара" in browser.text
    await browser.posts("/desk/p/1/release")
    assert browser.status == 409
    await browser.posts("/desk/p/1/take")
    assert browser.status == 409
    await browser.posts("/desk/p/1/take", over="1")
    assert browser.status == 200
    await browser.posts("/desk/p/1/release")
    assert (
        await served.office.now_of(await served.office.database.read(lambda store: store.proposals.get(1)))
    ).taken_by is None


async def test_words_that_say_nothing_are_refused_and_stay(served: ServedDesk):
    browser = await arrive(served)
    said = await browser.posts("/desk/p/1/ask", question="12")
    assert browser.status == 409
    assert "өтө кыска" in said
    assert re.search(r"<textarea[^>]*name=\"question\"[^>]*>12</textarea>", browser.page)


async def test_an_authors_question_is_explained(served: ServedDesk):
    browser = await arrive(served)
    bakyt, aigul = served.office.people["Бакыт"], served.office.people["Айгүл"]
    sent = await served.office.does(answers.send, id=1, answer=refusing("Бул жолду район карайт экен."), by=bakyt)
    await served.office.does(dialogue.ask_clerk, answer_id=sent.id, text="Качан карашат экен?", by=aigul)
    assert "Качан карашат экен?" in await browser.opens("/desk/p/1")
    said = await browser.posts("/desk/p/1/explain", explanation="Район жазында карай турганын айтты.")
    assert browser.status == 200
    assert "Район жазында карай турганын айтты." in said


async def test_a_photo_is_shown_a_voice_is_played_and_all_else_is_saved(served: ServedDesk, tmp_path: Path):
    browser, seal = await arrive(served), Seal(KEY)
    media = served.settings.media_dir
    files = {
        "photo": (b"\xff\xd8\xff\xe0 a photo", ".jpg"),
        "voice": (b"OggS a voice", ".ogg"),
        "document": (b"<script>alert(1)</script>", ".html"),
    }

    async def kept(store) -> None:
        author = served.office.people["Айгүл"]
        for kind, (content, ending) in files.items():
            digest, size = keep(media, put_down(media, content), seal)
            await store.media.want(1, author.channel, author.account, kind=kind, reference=kind, at=served.office.now)
            [row] = [
                one
                for one in await store.media.list_wanted("telegram", "bot", now=served.office.now)
                if one.kind == kind
            ]
            await store.media.keep(row.id, kind=kind, digest=digest, size=size, form=kind, ending=ending)

    await served.office.database.write(kept)
    await browser.opens("/desk/p/1")
    assert "<audio" in browser.page
    assert "<img" in browser.page
    wanted = [("image/jpeg", "inline"), ("audio/ogg", "inline"), ("application/octet-stream", "attachment")]
    for n, (kind, how) in enumerate(wanted):
        answer = await browser.line.get(f"/desk/p/1/file/{n}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
        assert answer.headers["content-disposition"].startswith(how)
        assert answer.headers["content-security-policy"] == "sandbox"
        assert answer.content == list(files.values())[n][0]
    assert (await browser.line.get("/desk/p/1/file/3")).status_code == 404

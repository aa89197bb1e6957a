"""`sunush poster`: a file to print, its board counted; bad input is one line and exit code 2."""

import json
import sqlite3
from contextlib import closing

import pytest
import zxingcpp
from PIL import Image

from tests.cli.test_merge import enter


@pytest.fixture
def served(sunush, own_folder):
    """An install whose bot and web chat have told their links."""
    enter(sunush, "akmuz", "kokjar")
    kept = {
        "accounts": '[["telegram", "bot", ""], ["web", "chat", ""]]',
        "link telegram bot": '["https://t.me/sunush_bot", "https://t.me/sunush_bot?start=PAYLOAD"]',
        "name telegram bot": "sunush_bot",
        "link web chat": '["https://sunush.kg/chat", "https://sunush.kg/chat#PAYLOAD"]',
        "name web chat": "sunush.kg",
    }
    with closing(sqlite3.connect(own_folder / "data" / "sunush.db")) as database:
        database.executemany("INSERT INTO meta (name, value) VALUES (?, ?)", kept.items())
        database.commit()
    return sunush


def test_a_poster_is_written_and_its_board_is_listed(served, own_folder):
    made = served("poster", "--aimak", "kokjar", "--board", "Базар", "--format", "png")
    assert made.out.splitlines()[0] == (
        "sunush-kokjar-bazar-a4.png: A4, Telegram @sunush_bot, Веб-чат sunush.kg/chat/kokjar"
    )
    picture = Image.open(own_folder / "sunush-kokjar-bazar-a4.png").convert("L").reduce(3)
    found = [code.text for code in zxingcpp.read_barcodes(picture)]
    assert found == ["https://t.me/sunush_bot?start=a_kokjar_bazar", "https://sunush.kg/chat/kokjar?board=bazar"]
    assert (
        "bazar                            0          0  Базар" in served("poster", "--aimak", "kokjar", "--boards").out
    )
    served("poster", "--aimak", "kokjar", "--paper", "a3", "--out", "wall.pdf", "--language", "ru")
    assert (own_folder / "wall.pdf").read_bytes().startswith(b"%PDF")
    assert served("export", "boards", "--output", "b.jsonl").code == 0
    (row,) = map(json.loads, (own_folder / "b.jsonl").read_text("utf-8").splitlines())
    assert row == {"aimak": "kokjar", "board": "bazar", "title": "Базар", "people": 0, "proposals": 0}
    assert served("export", "boards", "--output", "b.csv", "--language", "ru").code == 0
    assert "Где висит" in (own_folder / "b.csv").read_text("utf-8-sig").splitlines()[0]
    assert "No board is named yet" in served("poster", "--aimak", "akmuz", "--boards").out


def test_the_links_of_an_aimak_and_of_an_invite_lead_by_every_messenger(served, own_folder):
    assert served("aimak", "links", "kokjar").out.splitlines() == [
        "Telegram  https://t.me/sunush_bot?start=a_kokjar", "Веб-чат   https://sunush.kg/chat/kokjar",
    ]  # fmt: skip
    invited = served("invite", "--aimak", "kokjar", "--role", "staff").out
    for address in ("https://t.me/sunush_bot?start=i_", "https://sunush.kg/chat#i_", "link payload  i_"):
        assert address in invited
    assert "There is no aimak" in served("aimak", "links", "nobody").refused()
    with closing(sqlite3.connect(own_folder / "data" / "sunush.db")) as database, database:
        database.execute("DELETE FROM meta WHERE name LIKE 'link %'")
    assert "No messenger leads to kokjar yet" in served("aimak", "links", "kokjar").refused()


def test_a_poster_of_what_became_part_of_another_is_of_that(served):
    served("aimak", "merge", "akmuz", "kokjar", "--on", "2024-12-01", "--yes")
    made = served("poster", "--aimak", "akmuz", "--out", "a.pdf")
    assert "akmuz has become part of kokjar: the poster is of that." in made.out


BAD = [
    (("--aimak", "nobody"), "There is no aimak «nobody»"),
    (("--aimak", "kokjar", "--board", "!?"), "--board must name a place"),
    (("--aimak", "kokjar", "--board", ""), "--board must name a place"),
    (("--aimak", "kokjar", "--paper", "a5"), "'a5' is not one of"),
    (("--aimak", "kokjar", "--out", "nowhere/a.pdf"), "There is no folder nowhere"),
    (("--aimak", "kokjar", "--out", "a.docx"), "does not end in .pdf"),
    (("--aimak", "kokjar", "--out", "a.png", "--format", "pdf"), "does not end in .pdf"),
    (("--aimak", "kokjar", "--boards", "--board", "bazar"), "leave out --board"),
    ((), "--aimak"),
]


def test_bad_input_is_one_line(served, own_folder):
    for given, why in BAD:
        assert why in served("poster", *given).refused()
    (own_folder / "kept.pdf").write_text("theirs")
    assert "kept.pdf is there already" in served("poster", "--aimak", "kokjar", "--out", "kept.pdf").refused()
    assert list(own_folder.glob("*.pdf")) == [own_folder / "kept.pdf"]


def test_a_poster_that_would_lead_nowhere_is_refused(sunush):
    enter(sunush, "kokjar")
    for given in ((), ("--board", "Базар")):
        assert "No messenger leads to kokjar yet" in sunush("poster", "--aimak", "kokjar", *given).refused()
    assert "No board is named yet" in sunush("poster", "--aimak", "kokjar", "--boards").out

"""Commands in a message of the web chat. Those of our own sentences can be pressed, those of a quoted text never."""

import pytest

from bot.channels.telegram.menus import list_commands
from bot.chat.message import Message
from bot.chat.texts import LANGUAGES, Words
from bot.web.chat.commands import find_commands
from bot.web.chat.page_messages import show
from tests.sizes import sized

KEEPS = "If you send it, the ayil okmotu keeps your proposal. What exactly is kept: /privacy"
COMMANDS = [name for name, _ in list_commands("ky")]


def pressed(text: str) -> list[str]:
    """The commands of a message that a page makes into buttons, as its script cuts them out."""
    wide = text.encode("utf-16-le", "surrogatepass")
    return [wide[2 * at : 2 * (at + length)].decode("utf-16-le") for at, length in find_commands(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_in_a_sentence_of_ours_can_be_pressed(language):
    words = Words(language)
    asked = words.say(KEEPS)
    assert pressed(f"3/3. «Жарык 😀 керек»\n{asked}") == ["/privacy"]
    listed = words.say("All that is kept of you: /mydata. To have it erased: /forget")
    assert pressed(f"{listed}\n{asked}") == ["/mydata", "/forget", "/privacy"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_resident_becomes_a_command(language):
    ours = Words(language).say(KEEPS)
    hostile = [f"/{name}" for name in COMMANDS] + [ours, f"» {ours} «", f"»\n{ours}\n«", f"» {ours}"]
    for text in hostile[:: sized(3, 1)]:
        assert pressed(f"№ 0001: «{text}»") == []
        assert pressed(f"№ 0001: «{text}»\n{ours}") == ["/privacy"]
        assert pressed(f"> «{text}\n> {text}»") == []
    assert [pressed(f"№ 0001. /{name} деп жазыңыз") for name in COMMANDS] == [[]] * len(COMMANDS)


def test_an_invite_is_no_button_since_it_needs_its_code():
    assert pressed(Words("ky").say("Invite for one person, good for 7 days: /start {payload} or the code {code}.",
                                   payload="i_x", code="1234567890")) == []  # fmt: skip


def test_a_page_is_told_where_the_commands_stand():
    text = f"😀 {Words('ky').say(KEEPS)}"
    told = show("1", Message(text), address="a", language="ky", mac=lambda *_: b"")["commands"]
    assert told == [(len(text) - len("/privacy") + 1, len("/privacy"))]  # the smiling face counts twice
    assert "commands" not in show("1", Message("/forget"), address="a", language="ky", mac=lambda *_: b"")

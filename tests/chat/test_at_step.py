"""What a text that no rule reads is taken for at its step. It is done, asked about, or a text of one's own."""

import pytest

from bot.chat.at_step import Here, Reading, read_at_step
from bot.chat.message import Choice
from bot.language.intents import Intent


def _here(*ids: str, free: bool = False, arriving: bool = False) -> Here:
    choices = {id: Choice(id, id) for id in ids}
    return Here(lambda _: None, choices.get, lambda _: True, frozenset(Intent), free=free, arriving=arriving)


def _read(step: str, text: str, here: Here, *, about: bool = False) -> Reading:
    found = read_at_step(step, text, here, is_about=about, is_of_a_matter=about, says_a_need=False)
    assert found is not None, text
    return found


@pytest.mark.parametrize("text", ["ушундан чыгып башына барайын", "я писать не мастак, чё примерно"])
def test_what_names_no_matter_is_asked_about_where_a_proposal_is_written(text):
    assert _read("text", text, _here("back", free=True)).offered


def test_thanks_are_answered_where_a_proposal_is_written():
    read = _read("text", "баракалла, ырахмат балам", _here("back", free=True))
    assert read.meaning is Intent.THANKS


def test_who_leaves_everything_as_it_is_is_led_back_also_where_a_matter_is_heard():
    here = _here("change_to:text", "more", "back")
    assert _read("change", "койчу ошо бойдон калсын", here, about=True).choice == "back"
    assert _read("change", "фотку докинуть", here).choice == "change_to:photo"  # on the next page


def test_a_language_is_heard_on_arrival():
    arriving = _here("oblast:1", arriving=True)
    assert _read("oblast", "стоп, а поменяйте на русский я кнопку не ту нажала", arriving).meaning is Intent.RUSSIAN

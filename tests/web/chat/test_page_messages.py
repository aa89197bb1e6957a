"""What a page is given to show of a message."""

from bot.chat.message import Message
from bot.web.chat.page_messages import show


def test_a_choice_without_a_line_of_its_own_stands_in_the_list_by_its_title():
    asked = Message("Эмне кылгыңыз келет?", choices=[["queue", "Жооп күткөндөр"], ["more", "Дагы"]])
    asked.lines[:] = ["Жооп күткөндөр · 8", ""]
    shown = show("1", asked, address="web", language="ky", mac=lambda *_: "a" * 8)
    assert shown["lines"] == ["Жооп күткөндөр · 8", "Дагы"]

"""What resembles a button of a newer notice is asked about by that button."""

from bot.chat.routing.question import add_notice

ASKED = {"choices": [{"id": "notices:yes", "means": ["yes", "notices"]}, {"id": "notices:no", "means": ["no"]}]}
NOTICE = {"choices": [{"id": "no:7", "means": ["disagree", "no"]}, {"id": "ok:7", "means": ["clear"]}]}


def test_the_notice_comes_first_and_takes_its_meanings():
    both = add_notice(ASKED, NOTICE)["choices"]
    assert [(one["id"], one["means"]) for one in both] == [
        ("no:7", ["disagree", "no"]), ("ok:7", ["clear"]), ("notices:yes", ["yes", "notices"]), ("notices:no", []),
    ]  # fmt: skip


def test_where_a_text_is_awaited_the_notice_takes_nothing():
    assert add_notice({**ASKED, "free": True}, NOTICE)["choices"] == ASKED["choices"]
    assert add_notice(ASKED, None) == ASKED

"""How much one computer may ask of the web chat. One has many tokens; behind another stands a village."""

import pytest
from starlette.requests import Request

from bot.chat.texts import find_words
from bot.web.chat.inbound_limits import (
    BODIES,
    LIMITS,
    PAGES,
    TOLD_AT_ONCE,
    Callers,
    find_caller,
    say_too_fast,
)

TOO_FAST = "That is too fast. Please wait a few seconds and try again."


def request(host: str, forwarded: str = "") -> Request:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return Request({"type": "http", "client": (host, 1), "headers": headers})


@pytest.mark.parametrize(
    ("host", "forwarded", "behind_proxy", "caller"),
    [
        ("203.0.113.7", "", True, "203.0.113.7"),
        ("203.0.113.7", "10.0.0.1", True, "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7", True, "203.0.113.7"),
        ("172.18.0.2", "198.51.100.1, 203.0.113.7", True, "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7", False, "127.0.0.1"),
        ("127.0.0.1", "no address", True, ""),
        ("2001:db8:1:2:3:4:5:6", "", False, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "", True, "203.0.113.7"),
        ("::ffff:127.0.0.1", "::ffff:203.0.113.7", True, "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7:51234", True, "203.0.113.7"),
        ("127.0.0.1", "[2001:db8:1:2:3::4]:51234", True, "2001:db8:1:2::/64"),
        ("127.0.0.1", "[::ffff:203.0.113.7]", True, "203.0.113.7"),
        ("testclient", "", True, ""),
    ],
)
def test_a_caller_is_the_address_that_nobody_can_make_up(host: str, forwarded: str, behind_proxy: bool, caller: str):
    assert find_caller(request(host, forwarded), behind_proxy=behind_proxy) == caller


def test_a_caller_with_ever_new_tokens_ends_and_the_others_go_on():
    callers = Callers()
    assert sum(callers.may_begin("attacker", steady=at) for at in range(1000)) == LIMITS["new"].burst
    assert callers.may_begin("village", steady=1000)
    assert callers.may_begin("attacker", steady=22_000), "one more in twenty seconds"


def test_all_callers_together_make_no_more_newcomers_than_the_disk_bears():
    callers = Callers()
    let_in = sum(callers.may_begin(f"10.0.{number}.1", steady=0) for number in range(1000))
    assert let_in == LIMITS["all_new"].burst


def test_whoever_asks_without_end_is_slowed_and_a_neighbour_is_not():
    callers = Callers()
    assert sum(callers.may_ask("attacker", steady=0) for _ in range(1000)) == LIMITS["asked"].burst
    assert callers.may_ask("village", steady=0)
    assert callers.may_ask("attacker", steady=200)


def test_whoever_is_too_fast_is_told_so_in_every_language():
    answer = say_too_fast(10)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "10")
    said = bytes(answer.body).decode()
    assert said.split("\n") == [find_words(one).say(TOO_FAST) for one in ("ky", "ru")]


def test_pages_and_bodies_hold_their_places_and_give_them_back():
    callers = Callers()
    for hold, most in ((callers.hold_page, PAGES), (callers.hold_body, BODIES)):
        held = [hold("attacker") for _ in range(most + 1)]
        assert [one.__enter__() for one in held] == [*[True] * most, False]
        with hold("village") as has_place:
            assert has_place
        for one in held:
            one.__exit__(None, None, None)
        with hold("attacker") as has_place:
            assert has_place


def test_somebody_who_is_known_is_never_new():
    callers = Callers()
    assert not callers.knows("aigul")
    callers.note_known("aigul")
    assert callers.knows("aigul")


def test_others_are_told_of_who_asks_much_and_of_few_at_once_and_nobody_else():
    callers = Callers()
    for number in range(TOLD_AT_ONCE + 5):
        assert callers.may_ask(f"caller {number}", steady=0)
    assert callers.list_untold() == [], "nobody is to be told where one worker serves"
    callers.begin_telling()
    for number in range(TOLD_AT_ONCE + 5):
        assert all(callers.may_ask(f"caller {number}", steady=0) for _ in range(int(LIMITS["asked"].told)))
    assert callers.may_ask("seldom", steady=0)
    assert callers.may_upload("sender", 20 * 2**20, steady=0)
    told = callers.list_untold()
    assert told[0] == ("uploaded", "sender", 20.0)
    assert [weight for _, _, weight in told[1:]] == [LIMITS["asked"].told] * (TOLD_AT_ONCE - 1)
    assert len(callers.list_untold()) == 6
    assert callers.list_untold() == []


def test_what_is_given_back_is_told_to_nobody():
    callers = Callers()
    callers.begin_telling()
    assert callers.take("made", "reader", 18, steady=0)
    callers.give_back("made", "reader", 17, steady=0)
    assert callers.list_untold() == []
    assert sum(callers.take("made", "reader", 1, steady=0) for _ in range(1000)) == LIMITS["made"].burst - 1
    assert callers.list_untold() == [("made", "reader", LIMITS["made"].burst)]

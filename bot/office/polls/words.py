"""The words of a poll that are passed on."""

from collections.abc import Iterable

from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.language.kyrgyz import quote
from storage.polls.polls import Poll


def compose_forward(words: Words, poll: Poll, found: Iterable[str]) -> str:
    """What is forwarded into a village's groups: what is asked, until when, the links below."""
    day = words.day(find_day(poll.closes_at - 1))
    said = words.say("What matters most to our ayil okmotu? Vote by {day}: {title}", day=day, title=quote(poll.title))
    return "\n".join([said, *found])

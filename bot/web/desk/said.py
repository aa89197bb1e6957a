"""What a page says of the act that led to it: sentences of our own, named by a short code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.chat.paging import Page
from bot.chat.texts import Words
from bot.web.desk.forms import as_id


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in words; pressed_at is when (ms UTC), where it can still be taken back, else 0."""

    said: str
    pressed_at: int = 0


def tell(code: str, *, number: str = "", pressed_at: int = 0, seconds: int = 0) -> str:
    """The end of the address of a page that says what was done."""
    said = {"said": code, "number": number, "pressed": pressed_at or "", "seconds": seconds or ""}
    return urlencode({name: value for name, value in said.items() if value != ""})


def say_done(words: Words, asked: Mapping[str, str], *, at: int) -> Done | None:
    """Reads it again; None where nothing was done, or where the code is none of ours."""
    number = asked.get("number", "")
    number = number if len(number) <= 12 and number.replace("-", "").isalnum() else ""
    said = _say(words).get(asked.get("said", ""))
    if said is None:
        return None
    pressed_at, seconds = as_id(asked.get("pressed", "")), as_id(asked.get("seconds", ""))
    may_take_back = pressed_at and at < pressed_at + 1000 * seconds
    return Done(f"№ {number}: {said}" if number else said, pressed_at if may_take_back else 0)


def _say(words: Words) -> dict[str, str]:
    return {
        "sent": words.say("The answer is on its way."),
        "to_head": words.say("The answer waits for the head."),
        "no_address": words.say("The answer is sent. Its author has no address here: please tell them."),
        "kept": words.say("The answer is kept and not sent."),
        "taken": words.say("It is yours now."),
        "released": words.say("Any colleague may take it now."),
        "handed": words.say("It is handed over, and your colleague is told."),
        "handed_untold": words.say(
            "It is handed over. Your colleague could not be reached: please tell them yourself."
        ),
        "sorted": words.say("It is corrected."),
        "sorted_told": words.say("It is corrected, and the author is told."),
        "excluded": words.say("It is out of the count, and its author is asked."),
        "excluded_untold": words.say(
            "It is out of the count. Its author has no address here: please tell them in person."
        ),
        "counted": words.say("It counts again."),
        "told": words.say("It is noted that the author was told in person."),
        "note_kept": words.say("The note is kept. Your office alone sees it."),
        "note_off": words.say("The note is erased."),
        "text_erased": words.say("The text is erased, and its author is told."),
        "text_erased_untold": words.say(
            "The text is erased. Its author could not be reached: please tell them in person."
        ),
        "linked": words.say("It is linked: both get one answer."),
        "unlinked": words.say("It is linked no more."),
        "asked": words.say("Your question is sent to the author."),
        "explained": words.say("Your explanation is sent to the author."),
        "unreached": words.say("The author could not be reached: please tell them in person."),
        "summed": words.say("It is kept, and the author is asked."),
        "given_back": words.say("The answer is given back, and your colleague is told."),
        "given_back_untold": words.say(
            "The answer is given back. Your colleague could not be reached: please tell them yourself."
        ),
        "taken_back": words.say("It is taken back: the answer is kept and not sent."),
        "left_already": words.say("It is too late: the answer has left."),
        "paper_kept": words.say("The paper is kept."),
        "work_told": words.say("Author and supporters are being told."),
        "work_untold": words.say("It is kept. The author has no address here: please tell them."),
        "days_off": words.say("It is entered. Due dates of what comes from now on are counted without it."),
        "noted": words.say("It is noted."),
        "template_kept": words.say("It is kept."),
        "posted": words.say("It is being posted to the groups."),
        "posted_before": words.say("It was posted before."),
        "no_group": words.say("There is no group to post to."),
        "announced": words.say("The hearing is announced."),
        "moved": words.say("The hearing is moved."),
        "called": words.say("The call is announced. Whoever follows notices is told, and it stands in the menu."),
        "call_closed": words.say("The call is closed; everybody has a decision."),
        "applicant_told": words.say("The applicant is told."),
        "group_told": words.say("It is kept, and the group is told."),
        "applicant_untold": words.say("It is kept. The applicant cannot be reached here: please tell them in person."),
        "poll_open": words.say("The poll is open."),
        "poll_told": words.say("The poll is announced: whoever follows notices is told."),
        "posted_notice": words.say("The notice is on its way."),
        "many_sent": words.say("The answers are on their way."),
        "many_to_head": words.say("The answers wait for the head."),
    }


def list_turns(words: Words, page: Page[Any]) -> list[tuple[int, str]]:
    """The pages before and behind one of a list (pagination): their numbers from 0, and what leads there."""
    back = [(page.number - 1, words.say("Back"))] if page.number else []
    return [*back, (page.number + 1, words.say("More"))] if page.more else back

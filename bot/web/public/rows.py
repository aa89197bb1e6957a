"""A proposal as the templates take it: words of ours, and texts that the template escapes."""

from typing import Any

from bot.budget.workdays import find_day
from bot.budget.works.stages import Stage
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, quote
from bot.office.categories import find_category
from bot.office.reads.page.proposals import SideCounts, StageSaid
from bot.office.wording.answers.answer_words import DECISIONS, say_in_which_language, say_reason
from bot.office.wording.as_written import show_as_written
from bot.office.works.work_words import STAGES
from bot.web.public.asked import Asked
from bot.web.public.said import SIDES
from storage.page.shown import ShownProposal

SHOWN = 300  # characters of a text in a list


def show_row(words: Words, asked: Asked, one: ShownProposal, *, whole: bool = False) -> dict[str, Any]:
    """A proposal in a list, or whole on a page of its own."""
    return {
        "label": one.label,
        "href": asked.link(one.year, one.number, part=one.code if one.code != asked.aimak else None),
        "side": words.say(SIDES[one.side]),
        "category": name_category(words, one.category),
        "text": _write_text(one.text, whole=whole),
        "decision": words.say(DECISIONS[one.decision]) if one.decision else words.say("No decision yet"),
        "kind": one.decision.value if one.decision else "none",
        "reason": _say_reason(words, one),
        "sentence": _write_sentence(words, one, whole=whole),
        "sum": words.som(one.amount) if one.amount is not None else "",
        "line": show_as_written(words, quote(one.budget_line)) if one.budget_line else "",
        "day": words.long_day(find_day(one.decided_at)) if one.decided_at is not None else "",
        "stage": _capitalise(words.say(STAGES[one.stage])) if one.stage else "",
        "is_done": one.stage is Stage.DONE,
        "revision": one.revision if (one.revision or 1) > 1 else None,
    }


def show_stage(words: Words, asked: Asked, one: ShownProposal, said: StageSaid) -> dict[str, Any]:
    """How far the work was on a day, with the addresses of its photos."""
    code = one.code if one.code != asked.aimak else None
    return {
        "said": _capitalise(words.say(STAGES[said.stage])),
        "day": words.long_day(find_day(said.at)),
        "text": clean(said.text or "").strip(),
        "photos": [
            asked.link(one.year, one.number, "photos", said.said_id, at, part=code) for at in range(said.photos)
        ],
    }


def show_counts(words: Words, asked: Asked, one: SideCounts, *, year: int) -> dict[str, Any]:
    """A line of the table of sides."""
    share = 100 * one.amount / one.draft if one.draft else None
    return {
        "side": words.say(SIDES[one.side]),
        "href": asked.link("proposals", year=year, side=one.side.value),
        "made": words.number(one.made),
        "decided": words.number(one.decided),
        "went_in": words.number(one.went_in),
        "sum": words.som(one.amount) if one.amount else "—",
        "share": f"{words.percent(share)} %" if share is not None else "—",
    }


def name_category(words: Words, code: str | None) -> str:
    """The name of a category; of one that is not known any more, that there is none."""
    try:
        return find_category(code).titles[words.language] if code else words.say("no category")
    except KeyError:
        return words.say("no category")


def _write_sentence(words: Words, one: ShownProposal, *, whole: bool) -> str:
    # Said in the reader's language where the office wrote it in both, else with a word of which it is.
    if one.other and one.other_in == words.language:
        return _write_text(one.other, whole=whole)
    written = _write_text(one.sentence, whole=whole)
    return say_in_which_language(words, written) if written else ""


def _write_text(text: str | None, *, whole: bool) -> str:
    if not text:
        return ""
    return clean(text) if whole else quote(text, SHOWN)


def _say_reason(words: Words, one: ShownProposal) -> str:
    return say_reason(words, one.reason, year=one.year) if one.reason else ""


def _capitalise(said: str) -> str:
    return said[:1].upper() + said[1:]

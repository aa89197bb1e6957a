"""The sizes of polls, surveys and needs studies in force on a day. Their sheets print them."""

import json
from datetime import date

from bot.budget.criteria.sizes import Sizes, check_size
from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.office.staff import record
from storage.store import Store

SETTING = "sizes"


async def read_sizes(store: Store, *, at: int) -> Sizes:
    """Reads what is in force at a moment (ms UTC). A poll and a survey keep what was in force when they began."""
    return await _read(store, find_day(at))


async def _read(store: Store, day: date) -> Sizes:
    kept = (await store.meta.read_settings_on(day)).get(SETTING)
    return Sizes(**json.loads(kept)) if kept else Sizes()


async def set_size(store: Store, *, name: str, value: int, valid_from: date, at: int) -> Sizes:
    """Puts a size in force from a day; whoever runs the install does it. Raises NoSuchSize."""
    check_size(name, value)
    kept = json.loads((await store.meta.read_settings_on(valid_from)).get(SETTING, "{}")) | {name: value}
    await store.meta.set(SETTING, json.dumps(kept, sort_keys=True), valid_from=valid_from)
    await record(store, Act.TALLY, by=None, aimak_id=None, at=at, what="size", rule=name, value=value, on=valid_from)
    return await _read(store, valid_from)


def say_problems(words: Words, sizes: Sizes) -> str:
    """How many problems a meeting ranks."""
    return words.say(
        "A meeting ranks up to {n} problems. No source gave this number: it is a setting.", n=sizes.problems
    )


def say_survey(words: Words, smallest: int) -> str:
    """Of how many people a group is shown."""
    return words.say("Groups are shown from {n} people on. No source gave this number: it is a setting.", n=smallest)


def say_poll(words: Words, sizes: Sizes) -> str:
    """What a ballot names, of how many, and from how many ballots figures are shown."""
    return words.say(
        "A ballot names up to {n} of up to {most}; figures from {few} ballots on. No source gave these: they are settings.",
        n=sizes.poll_picks, most=sizes.poll_choices, few=sizes.poll_smallest,
    )  # fmt: skip

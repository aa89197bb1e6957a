"""What a text stands for: a command, a button of the screen or of a notice, a title, a meaning."""

import re
from collections.abc import Collection
from typing import Any

from bot.chat.message import Choice
from bot.chat.routing.found import Found
from bot.chat.routing.meanings import ALWAYS
from bot.chat.routing.question import find_choice, find_said, is_objected_to, list_by_titles
from bot.chat.routing.registry import Registry
from bot.chat.texts import say_in_every_language
from bot.chat.typed import understand
from bot.language.gist.nearest import find_nearest_meanings
from bot.language.gist.reading import is_spoken_of
from bot.language.intents import Intent, find_meanings, find_meanings_of_a_name
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.language.meanings.phrases import LONGEST

# A name behind it means that very command too: whoever writes to us alone means us, whichever bot it names.
_COMMAND = compile_late(r"/(?P<name>[A-Za-z][A-Za-z0-9_]{0,31})(?:@\w{1,64})?(?P<rest> .*)?", re.DOTALL)


def find_typed(
    registry: Registry,
    state: str | None,
    text: str,
    asked: dict[str, Any],
    notice: dict[str, Any] | None,
    *,
    idle: bool,
    yields: bool,
) -> Found | None:
    """Finds what a text stands for on the screen, on a notice below it, or by itself."""
    free = bool(asked.get("free"))
    choice = understand(text, {**notice, "free": not idle}) if notice else None
    if choice is None:
        choice = understand(text, list_by_titles(asked) if yields else asked, naming=state in registry.naming)
        newer = None if free or not notice else understand(text, notice)
        if newer is not None and newer != choice:
            if choice is None or is_objected_to(text, notice, newer):
                return registry.find_chosen(state, newer)
            both = (find_choice(notice or {}, newer), find_choice(asked, choice))
            return Found(registry.find_first(state, "between"), between=both)
    if choice is None and not free:
        choice = read_choice(registry, text, asked)
    meant = find_said(text, asked) if yields and idle else None
    if choice is not None and (meant is None or meant.id != choice):
        return registry.find_chosen(state, choice)
    if meant is not None and notice:
        # «Нет» below a question of the office may answer the question above it.
        to_notice = Choice(f"said:{notice['takes']}", "")
        return Found(registry.find_first(state, "between"), between=(to_notice, meant))
    return find_named(registry, state, text, free=free, takes=yields)


def read_choice(registry: Registry, text: str, asked: dict[str, Any]) -> str | None:
    """Returns the id of the choice on the screen that a sentence of one's own names."""
    ids = [str(one["id"]) for one in asked.get("choices", ())]
    for name in dict.fromkeys(id.partition(":")[0] for id in ids):
        said = registry.reads_choice[name](text) if name in registry.reads_choice else None
        if said is not None:
            return next((id for id in ids if id == said or id.startswith(f"{said}:")), None)
    return None


def find_command(registry: Registry, state: str | None, text: str, *, free: bool) -> Found | None:
    """Finds a command. «/1 этаж» and «/Сунуш: …» are words.

    A lone word of Latin letters is a command mistyped, unless words are asked for.
    """
    typed = _COMMAND.fullmatch(text)
    if typed is None:
        return None
    what, rest = f"command:{typed['name'].casefold()}", (typed["rest"] or "").strip()
    if any(registry.look_up(place, what) for place in (state or "", "*")):
        return Found(registry.find_first(state, what), rest)
    return Found(registry.find_first(state, "command:unknown")) if not rest and not free else None


def find_named(registry: Registry, state: str | None, text: str, *, free: bool, takes: bool) -> Found | None:
    """Finds a title that is not on the screen, or a meaning: this state's before one heard anywhere."""
    typed = {fold(text), fold(to_cyrillic(text))} if len(text) <= LONGEST else set()
    ids = (id for title, id in registry.titles.items() if not typed.isdisjoint(map(fold, say_in_every_language(title))))
    if not free and (id := next(ids, None)) is not None:
        return registry.find_chosen(state, id)
    read = find_meanings_of_a_name if state in registry.naming else find_meanings
    meant = read(text) & registry.commands if takes else read(text)
    anywhere = meant & registry.listens.get(state or "", ALWAYS) if free else meant
    likely = _by_nearness(text, meant)
    heard = [(state or "", one) for one in likely] + [
        ("*", one) for one in likely if one in anywhere and _is_meant_anywhere(text, one)
    ]
    found = (registry.look_up(place, f"means:{intent}") for place, intent in heard)
    handler = next(filter(None, found), None)
    return Found(handler) if handler is not None else None


def _by_nearness(text: str, meant: Collection[Intent]) -> list[Intent]:
    # Of several meanings that all words of a text belong to, first what it resembles most.
    if len(meant) < 2:
        return list(meant)
    near = find_nearest_meanings(text)
    objects = Intent.DISAGREE in meant  # who objects does not only say no
    return sorted(
        meant, key=lambda one: (objects and one is Intent.NO, near.index(one) if one in near else len(near), one)
    )


def _is_meant_anywhere(text: str, intent: Intent) -> bool:
    # «Кереги жок» is a wish for no name only where a name is asked for.
    return intent is not Intent.NAMELESS or is_spoken_of(text, intent)

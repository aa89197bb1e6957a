"""Under which name the messages of a step were learned (bot/language/gist/at_step.py)."""

from typing import Any

from bot.language.intents import Intent
from handlers.resident.states import Decidable, Dialogue, Hearings, Notices
from handlers.shared.router import router
from handlers.shared.states import Menu, Propose, Start

_NAMES = {
    str(state): name
    for state, name in (
        (Start.language, "language"), (Start.oblast, "oblast"), (Start.rayon, "oblast"), (Start.aimak, "oblast"),
        (Propose.side, "side"), (Propose.text, "text"), (Propose.name, "name"), (Propose.place, "place"),
        (Propose.amount, "amount"), (Propose.amount_sure, "amount_sure"), (Propose.change, "change"),
        (Propose.join, "join"), (Propose.erase, "erase"), (Menu.held, "held"), (Dialogue.reply, "reply"),
        (Dialogue.why, "why"), (Notices.ask, "receipt"), (Decidable.ask, "decidable"),
        (Hearings.companions, "companions"),
    )
}  # fmt: skip


def name_step(state: str | None, asked: dict[str, Any]) -> str:
    """Returns the name of a step; empty where no messages of it were learned."""
    means = {one for choice in asked.get("choices", ()) for one in choice.get("means", ())}
    if state == str(Propose.check):
        is_asked_to_agree = any(str(one["id"]).startswith("consent:") for one in asked.get("choices", ()))
        return "check0" if is_asked_to_agree else "check"
    if state != str(Menu.open):
        return _NAMES.get(state or "", "")
    if Intent.YES in means:
        return ""  # something is asked over the menu
    if Intent.QUEUE in means:
        return "desk"
    if Intent.COME in means:
        return "hearing"
    return "answered" if Intent.CLEAR in means else "menu"


router.names_step = name_step

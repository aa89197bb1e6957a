"""Our templates as Meta wants them submitted: named values become numbers, with an example of each."""

from collections.abc import Mapping
from typing import Any

from bot.channels.whatsapp.build import TEMPLATE_LANGUAGES
from bot.chat.texts import Words
from bot.office.window.templates import TEMPLATES, list_places

Definition = dict[str, Any]
_EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "ky": {"aimak": "Көк-Жар айыл аймагы", "number": "0001", "when": "2026-жылдын 16-декабры, шаршемби, саат 10:00"},
    "ru": {"aimak": "Кок-Жарский айылный аймак", "number": "0001", "when": "16 декабря 2026 года, среда, 10:00"},
}


def list_definitions() -> list[Definition]:
    """Each template in each language, as the body of the request that submits it."""
    return [_define(name, language) for name in TEMPLATES for language in TEMPLATE_LANGUAGES]


def _define(name: str, language: str) -> Definition:
    words, (said, button) = Words(language), TEMPLATES[name]
    places = list_places(name, language)
    text = words.say(said, **{place: f"{{{{{number}}}}}" for number, place in enumerate(places, 1)})
    body: Definition = {"type": "BODY", "text": text}
    if places:
        body["example"] = {"body_text": [[_EXAMPLES[language][place] for place in places]]}
    buttons = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": words.say(button)}]}
    return {
        "name": name,
        "language": TEMPLATE_LANGUAGES[language],
        "category": "UTILITY",
        "components": [body, buttons],
    }

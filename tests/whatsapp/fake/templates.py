"""Meta's register of templates: what is submitted, what became of it, and whether a message may leave as one."""

import re
from dataclasses import dataclass
from itertools import count

from tests.whatsapp.fake.limits import MISSING, UNKNOWN, WRONG, Json, Refused, fits, need

_NAME = re.compile(r"[a-z0-9_]{1,512}")
_PLACE = re.compile(r"\{\{(\d+)\}\}")
LANGUAGES = {"ky_KG", "ru"}


@dataclass
class Template:
    """One template in one language."""

    id: str
    name: str
    language: str
    category: str
    body: str
    button: str
    state: str = "PENDING"
    why: str = "NONE"

    @property
    def places(self) -> int:
        """How many values it takes."""
        return len(set(_PLACE.findall(self.body)))

    def fill(self, values: list[str]) -> str:
        """Its words with their values."""
        return _PLACE.sub(lambda found: values[int(found[1]) - 1], self.body)


class Register:
    """The templates of an account."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Template] = {}
        self._ids = count(1)

    def submit(self, body: Json) -> Template:
        """Takes a template to be looked at. Raises Refused."""
        name, language = body.get("name"), body.get("language")
        need(isinstance(name, str) and bool(_NAME.fullmatch(name)), UNKNOWN, "name: small Latin letters, digits and _")
        need(language in LANGUAGES, UNKNOWN, "language")
        need(body.get("category") in {"UTILITY", "MARKETING"}, UNKNOWN, "category")
        need((name, language) not in self.known, UNKNOWN, "there is content in this language already")
        parts = {one["type"]: one for one in body.get("components", ())}
        need("BODY" in parts and set(parts) <= {"BODY", "BUTTONS", "FOOTER"}, MISSING, "components")
        text = parts["BODY"].get("text")
        fits(text, 1024, "body")
        places = [int(found) for found in _PLACE.findall(text)]
        need(sorted(set(places)) == [*range(1, len(set(places)) + 1)], WRONG, "places in a row")
        need(not text.startswith("{{") and not text.endswith("}}"), WRONG, "a value first or last")
        examples = parts["BODY"].get("example", {}).get("body_text", [[]])
        need(len(examples[0]) == len(set(places)), MISSING, "an example for each value")
        buttons = parts.get("BUTTONS", {}).get("buttons", [])
        need(all(one.get("type") == "QUICK_REPLY" for one in buttons), WRONG, "buttons")
        for one in buttons:
            fits(one.get("text"), 25, "button")
        title = buttons[0]["text"] if buttons else ""
        made = Template(str(594_425_479_261_590 + next(self._ids)), name, language, body["category"], text, title)
        self.known[name, language] = made
        return made

    def decide(self, state: str, *, name: str = "", why: str = "NONE") -> list[Template]:
        """Meta has looked at all templates, or at those of a name."""
        decided = [one for one in self.known.values() if name in {"", one.name}]
        for one in decided:
            one.state, one.why = state, why
        return decided

    def check(self, sent: Json) -> tuple[str, str, str]:
        """The words of a message that leaves as a template, its button and the button's payload. Raises Refused."""
        found = self.known.get((sent.get("name", ""), sent.get("language", {}).get("code", "")))
        if found is None or found.state in {"PENDING", "REJECTED"}:
            raise Refused(132001, "Template name does not exist in the translation")
        if found.state == "PAUSED":
            raise Refused(132015, "Template is Paused")
        if found.state == "DISABLED":
            raise Refused(132016, "Template is Disabled")
        parts = {one.get("type"): one for one in sent.get("components", ())}
        values = [one.get("text") for one in parts.get("body", {}).get("parameters", ())]
        if len(values) != found.places:
            raise Refused(132000, "Number of parameters does not match the expected number of params")
        for value in values:
            fits(value, 1024, "a value")
            if any(mark in value for mark in ("\n", "\t", "    ")):
                raise Refused(132012, "a value has a line break, a tab or four spaces")
        button = parts.get("button", {})
        payload = (button.get("parameters") or [{}])[0].get("payload", found.button)
        need(not button or button.get("sub_type") == "quick_reply", WRONG, "button")
        return found.fill(values), found.button, payload

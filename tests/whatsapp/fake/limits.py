"""How strict the Graph API is over a body: the first thing that is wrong, as its code and words."""

from typing import Any

from bot.channels.fitting import count_units

Json = dict[str, Any]
MISSING, WRONG, UNKNOWN = 131008, 131009, 100
KINDS = {"text", "interactive", "image", "audio", "document", "location", "template"}
HEAD = {"messaging_product", "recipient_type", "to", "recipient", "type", "biz_opaque_callback_data", "context"}


class Refused(Exception):
    """A body that is not taken."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"(#{code}) {words}")
        self.code = code


def check(body: Json) -> None:
    """Raises Refused for a body that Meta would not take."""
    kind = body.get("type")
    need(body.get("messaging_product") == "whatsapp", UNKNOWN, "messaging_product")
    need(kind in KINDS and isinstance(body.get(kind), dict), UNKNOWN, "type")
    need(set(body) <= HEAD | {kind}, UNKNOWN, f"unexpected keys {sorted(set(body) - HEAD - {kind})}")
    need(("to" in body) != ("recipient" in body), MISSING, "one of to and recipient")
    if "to" in body:
        need(isinstance(body["to"], str) and body["to"].isdigit(), UNKNOWN, "to")
    else:
        need(str(body["recipient"])[2:3] == ".", UNKNOWN, "recipient")
    need(len(body.get("biz_opaque_callback_data", "x")) in range(1, 513), UNKNOWN, "biz_opaque_callback_data")
    globals()[f"_check_{kind}"](body[kind])


def _check_text(text: Json) -> None:
    fits(text.get("body"), 4096, "text.body")


def _check_location(place: Json) -> None:
    need(isinstance(place.get("latitude"), int | float) and abs(place["latitude"]) <= 90, WRONG, "latitude")
    need(isinstance(place.get("longitude"), int | float) and abs(place["longitude"]) <= 180, WRONG, "longitude")


def _check_file(file: Json, *, caption: bool, name: bool) -> None:
    need(isinstance(file.get("id"), str), MISSING, "media id")
    need(set(file) <= {"id", *(["caption"] * caption), *(["filename"] * name)}, UNKNOWN, "a key of a file")
    if "caption" in file:
        fits(file["caption"], 1024, "caption")


def _check_image(file: Json) -> None:
    _check_file(file, caption=True, name=False)


def _check_audio(file: Json) -> None:
    _check_file(file, caption=False, name=False)


def _check_document(file: Json) -> None:
    _check_file(file, caption=True, name=True)
    fits(file.get("filename"), 240, "filename")


def _check_template(template: Json) -> None:
    need(isinstance(template.get("name"), str), MISSING, "template.name")


def _check_interactive(said: Json) -> None:
    fits(said.get("body", {}).get("text"), 1024, "interactive.body")
    action = said.get("action", {})
    if said.get("type") == "button":
        replies = [button.get("reply", {}) for button in action.get("buttons", ())]
        need(0 < len(replies) <= 3, WRONG, "three buttons at most")
        _unique([reply.get("title") for reply in replies], "titles of buttons")
        _check_choices(replies, title=20, id=256)
    elif said.get("type") == "list":
        fits(action.get("button"), 20, "action.button")
        sections = action.get("sections", ())
        rows = [row for section in sections for row in section.get("rows", ())]
        need(0 < len(rows) <= 10, WRONG, "ten rows at most")
        need(len(sections) == 1 or all(section.get("title") for section in sections), MISSING, "titles of sections")
        _check_choices(rows, title=24, id=200)
        for row in rows:
            if "description" in row:
                fits(row["description"], 72, "row.description")
    elif said.get("type") == "cta_url":
        parameters = action.get("parameters", {})
        need(action.get("name") == "cta_url", WRONG, "action.name")
        fits(parameters.get("display_text"), 20, "display_text")
        need(str(parameters.get("url")).startswith(("https://", "http://")), WRONG, "url")
    else:
        raise Refused(WRONG, "interactive.type")


def _check_choices(choices: list[Json], *, title: int, id: int) -> None:
    for choice in choices:
        fits(choice.get("title"), title, "title")
        fits(choice.get("id"), id, "id")
    _unique([choice["id"] for choice in choices], "ids")


def _unique(values: list[Any], what: str) -> None:
    need(len(set(values)) == len(values), WRONG, f"twice among {what}")


def fits(value: object, most: int, what: str) -> None:
    """Refuses what is no text, is empty, or has more than so many characters."""
    need(isinstance(value, str) and bool(value.strip()), MISSING, what)
    need(count_units(str(value)) <= most, WRONG, f"{what} is longer than {most}")


def need(holds: bool, code: int, what: str) -> None:
    """Refuses what does not hold."""
    if not holds:
        raise Refused(code, f"Parameter value is not valid: {what}")

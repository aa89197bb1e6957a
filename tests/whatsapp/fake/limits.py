"""How strict the Graph API is over a body: the first thing that is wrong with it, as its code and its words."""

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
    _need(body.get("messaging_product") == "whatsapp", UNKNOWN, "messaging_product")
    _need(kind in KINDS and isinstance(body.get(kind), dict), UNKNOWN, "type")
    _need(set(body) <= HEAD | {kind}, UNKNOWN, f"unexpected keys {sorted(set(body) - HEAD - {kind})}")
    _need(("to" in body) != ("recipient" in body), MISSING, "one of to and recipient")
    if "to" in body:
        _need(isinstance(body["to"], str) and body["to"].isdigit(), UNKNOWN, "to")
    else:
        _need(str(body["recipient"])[2:3] == ".", UNKNOWN, "recipient")
    _need(len(body.get("biz_opaque_callback_data", "x")) in range(1, 513), UNKNOWN, "biz_opaque_callback_data")
    globals()[f"_check_{kind}"](body[kind])


def _check_text(text: Json) -> None:
    _fits(text.get("body"), 4096, "text.body")


def _check_location(place: Json) -> None:
    _need(isinstance(place.get("latitude"), int | float) and abs(place["latitude"]) <= 90, WRONG, "latitude")
    _need(isinstance(place.get("longitude"), int | float) and abs(place["longitude"]) <= 180, WRONG, "longitude")


def _check_file(file: Json, *, caption: bool, name: bool) -> None:
    _need(isinstance(file.get("id"), str), MISSING, "media id")
    _need(set(file) <= {"id", *(["caption"] * caption), *(["filename"] * name)}, UNKNOWN, "a key of a file")
    if "caption" in file:
        _fits(file["caption"], 1024, "caption")


def _check_image(file: Json) -> None:
    _check_file(file, caption=True, name=False)


def _check_audio(file: Json) -> None:
    _check_file(file, caption=False, name=False)


def _check_document(file: Json) -> None:
    _check_file(file, caption=True, name=True)
    _fits(file.get("filename"), 240, "filename")


def _check_template(template: Json) -> None:
    _need(isinstance(template.get("name"), str), MISSING, "template.name")
    _need(template.get("language", {}).get("code") in {"ky_KG", "ru"}, 132001, "template language")
    for component in template.get("components", ()):
        for value in component.get("parameters", ()):
            said = value.get("text", value.get("payload", ""))
            _need(not any(mark in said for mark in ("\n", "\t", "    ")), 132012, "a value of a template")


def _check_interactive(said: Json) -> None:
    _fits(said.get("body", {}).get("text"), 1024, "interactive.body")
    action = said.get("action", {})
    if said.get("type") == "button":
        replies = [button.get("reply", {}) for button in action.get("buttons", ())]
        _need(0 < len(replies) <= 3, WRONG, "three buttons at most")
        _unique([reply.get("title") for reply in replies], "titles of buttons")
        _check_choices(replies, title=20, id=256)
    elif said.get("type") == "list":
        _fits(action.get("button"), 20, "action.button")
        sections = action.get("sections", ())
        rows = [row for section in sections for row in section.get("rows", ())]
        _need(0 < len(rows) <= 10, WRONG, "ten rows at most")
        _need(len(sections) == 1 or all(section.get("title") for section in sections), MISSING, "titles of sections")
        _check_choices(rows, title=24, id=200)
        for row in rows:
            if "description" in row:
                _fits(row["description"], 72, "row.description")
    elif said.get("type") == "cta_url":
        parameters = action.get("parameters", {})
        _need(action.get("name") == "cta_url", WRONG, "action.name")
        _fits(parameters.get("display_text"), 20, "display_text")
        _need(str(parameters.get("url")).startswith(("https://", "http://")), WRONG, "url")
    else:
        raise Refused(WRONG, "interactive.type")


def _check_choices(choices: list[Json], *, title: int, id: int) -> None:
    for choice in choices:
        _fits(choice.get("title"), title, "title")
        _fits(choice.get("id"), id, "id")
    _unique([choice["id"] for choice in choices], "ids")


def _unique(values: list[Any], what: str) -> None:
    _need(len(set(values)) == len(values), WRONG, f"twice among {what}")


def _fits(value: object, most: int, what: str) -> None:
    _need(isinstance(value, str) and bool(value.strip()), MISSING, what)
    _need(count_units(str(value)) <= most, WRONG, f"{what} is longer than {most}")


def _need(holds: bool, code: int, what: str) -> None:
    if not holds:
        raise Refused(code, f"Parameter value is not valid: {what}")

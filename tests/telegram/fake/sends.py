"""What the bot sends and edits: texts, files, places, and the buttons under them."""

from typing import Any

from tests.telegram.fake.ask import Ask
from tests.telegram.fake.limits import IMAGES, MEGABYTE, VENUE
from tests.telegram.fake.markup import checked_markup, parsed, titles, units
from tests.telegram.fake.refusals import NOT_MODIFIED, STATES, Refusal, bad
from tests.telegram.fake.state import Chat, State


class Sends(State):
    """The way out."""

    def _send_message(self, ask: Ask) -> dict[str, Any]:
        return self._send("sendMessage", ask, {}, self._words(ask, "text", most=4096))

    def _send_location(self, ask: Ask) -> dict[str, Any]:
        return self._send("sendLocation", ask, {"location": self._place(ask)}, ("", []))

    def _send_venue(self, ask: Ask) -> dict[str, Any]:
        # Telegram lets an empty title pass; the manual calls both required, and a pin without a name is our mistake.
        place = self._place(ask)
        named = {name: ask.text(name).strip() for name in ("title", "address")}
        for name, text in named.items():
            if not text:
                raise bad(f"venue {name} is empty")
            if units(text) > VENUE or "\n" in text:
                raise bad(f"venue {name} is invalid")
        return self._send("sendVenue", ask, {"location": place, "venue": {"location": place, **named}}, ("", []))

    def _send_file(self, kind: str, ask: Ask) -> dict[str, Any]:
        words = self._words(ask, "caption", most=1024)
        self._chat(ask)
        given = ask.text(kind)
        name = given.removeprefix("attach://") if given.startswith("attach://") else kind
        if name in ask.files:
            file_name, mime, content = ask.files[name]
            if not content:
                raise bad("file must be non-empty")
            if len(content) > 50 * MEGABYTE:
                raise Refusal(413, "Request Entity Too Large")
            if kind == "photo" and len(content) > 10 * MEGABYTE:
                raise bad(
                    f"file of size {len(content)} bytes is too big for a photo; the maximum size is 10485760 bytes"
                )
            if kind == "photo" and not content.startswith(IMAGES):
                raise bad("IMAGE_PROCESS_FAILED")
            file_id = self._keep(content, kind, file_name, "image/jpeg" if kind == "photo" else mime)["file_id"]
        elif not given:
            raise bad(f"there is no {kind} in the request")
        elif given not in self._files:
            raise bad("wrong file identifier/HTTP URL specified")
        elif self._files[given].kind != kind and kind != "document":
            raise bad(f"can't use file of type {self._files[given].kind.title()} as {kind.title()}")
        else:
            file_id = given
        described: Any = self._described(file_id)
        if kind == "photo":
            described = self._sizes(file_id)
        elif kind == "voice":
            described["duration"] = ask.whole("duration")
        return self._send(f"send{kind.title()}", ask, {kind: described}, words)

    def _edit(self, ask: Ask, words: tuple[str, list[Any]] | None) -> dict[str, Any]:
        chat = self._chat(ask)
        own = ask.whole("message_id")
        if not own:
            raise bad("message identifier is not specified")
        message, entry = chat.messages.get(own), chat.sent.get(own)
        if message is None:
            raise bad("message to edit not found")
        if entry is None:
            raise bad("message can't be edited")
        if entry["reply_markup"] and "inline_keyboard" not in entry["reply_markup"]:
            raise bad("message can't be edited")
        if words and entry["method"] != "sendMessage":
            raise bad("there is no text in the message to edit")
        markup = checked_markup(ask.thing("reply_markup"), inline_only=True)
        text, entities = words or (entry["text"], entry["entities"])
        if (text, entities, markup) == (entry["text"], entry["entities"], entry["reply_markup"]):
            raise bad(NOT_MODIFIED)
        before = {key: entry[key] for key in ("text", "entities", "reply_markup", "at")}
        entry["edits"] = [*entry["edits"], before]
        entry |= {"text": text, "entities": entities, "reply_markup": markup, "at": self.now()}
        message["edit_date"] = int(self.now())
        if words:
            message |= {"text": text, "entities": entities}
            if not entities:
                del message["entities"]
        message.pop("reply_markup", None)
        if markup:
            message["reply_markup"] = markup
        self._happened("edited", chat, entry)
        return message

    def _edit_text(self, ask: Ask) -> dict[str, Any]:
        return self._edit(ask, self._words(ask, "text", most=4096))

    # Within.

    def _chat(self, ask: Ask) -> Chat:
        if "chat_id" not in ask.values:
            raise bad("chat_id is empty")
        try:
            chat = self._chats.get(int(ask.values["chat_id"]))
        except (TypeError, ValueError):
            chat = None
        if chat is None:
            raise bad("chat not found")
        if chat.migrated_to:
            raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.state != "open":
            raise Refusal(403, STATES[chat.state].format(type=chat.info["type"]))
        return chat

    def _words(self, ask: Ask, name: str, *, most: int) -> tuple[str, list[dict[str, Any]]]:
        text, entities = ask.text(name), ask.thing("entities" if name == "text" else "caption_entities") or []
        mode = ask.text("parse_mode").lower()
        if mode == "html":
            text, entities = parsed(text)
        elif mode:
            raise bad("unsupported parse_mode")
        if name == "text" and not ask.text(name):
            raise bad("message text is empty")
        lead = units(text) - units(text.lstrip())
        text = text.strip()
        if name == "text" and not text:
            raise bad("text must be non-empty")
        if units(text) > most:
            raise bad("message is too long" if name == "text" else "message caption is too long")
        return text, [entity | {"offset": max(0, entity["offset"] - lead)} for entity in entities]

    def _send(self, method: str, ask: Ask, content: dict[str, Any], words: tuple[str, list[Any]]) -> dict[str, Any]:
        chat = self._chat(ask)
        markup = checked_markup(ask.thing("reply_markup"))
        replied = (ask.thing("reply_parameters") or {}).get("message_id")
        if replied is not None and int(replied) not in chat.messages:
            if not ask.thing("reply_parameters").get("allow_sending_without_reply"):
                raise bad("message to be replied not found")
            replied = None
        text, entities = words
        own = self._message_id(chat)
        sender = {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")}
        message = {"message_id": own, "from": sender, "chat": chat.info, "date": int(self.now()), **content}
        name = "text" if method == "sendMessage" else "caption"
        message |= {name: text} if text else {}
        message |= {"entities" if name == "text" else "caption_entities": entities} if entities else {}
        if replied is not None:
            replied_to = chat.messages[int(replied)]
            message["reply_to_message"] = {key: value for key, value in replied_to.items() if key != "reply_to_message"}
        if markup and "inline_keyboard" in markup:
            message["reply_markup"] = markup
        chat.messages[own] = message
        entry = {"method": method, "chat_id": chat.info["id"], "message_id": own, "text": text, "entities": entities}
        entry |= {"reply_markup": markup, "content": content, "edits": [], "at": self.now()}
        chat.sent[own] = entry
        self._happened("sent", chat, entry)
        return message

    def _happened(self, event: str, chat: Chat, entry: dict[str, Any]) -> None:
        chat.events.append({"event": event, "message": entry | {"buttons": titles(entry["reply_markup"])}})
        self._write(event, entry)
        self._wake("chat", chat.info["id"])

    def _place(self, ask: Ask) -> dict[str, float]:
        place = {}
        for name, most in (("latitude", 90), ("longitude", 180)):
            given = str(ask.values.get(name, "")).strip()
            if not given:
                raise bad(f"{name} is empty")
            try:
                place[name] = float(given)
            except ValueError:
                raise bad("wrong location coordinates") from None
            if not abs(place[name]) <= most:
                raise bad("wrong location coordinates")
        return place

    def _sizes(self, file_id: str) -> list[dict[str, Any]]:
        file = self._files[file_id]
        small = self._keep(file.content, "photo", "", "", min(file.size, 1_400))
        whole = {key: value for key, value in self._described(file_id).items() if key != "mime_type"}
        return [{**small, "width": 90, "height": 67}, {**whole, "width": 1280, "height": 960}]

"""What the bot calls beside messages: answers to presses, files, command menus, its name, its webhook."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.telegram.fake.ask import Ask
from tests.telegram.fake.limits import ACTIONS, ALL_KINDS, MEGABYTE, PATH_LIVES, PORTS
from tests.telegram.fake.markup import units
from tests.telegram.fake.refusals import LOST_QUERY, bad
from tests.telegram.fake.sends import Sends
from tests.telegram.fake.state import FILES, HOST, Hook, Queue


class Profile(Sends):
    """The rest of the methods."""

    def _answer_query(self, ask: Ask) -> bool:
        own, text = ask.text("callback_query_id"), ask.text("text")
        chat, until = self._queries.get(own, (0, 0.0))
        if until <= self.now():
            raise bad(LOST_QUERY)
        if units(text) > 200:
            raise bad("MESSAGE_TOO_LONG")
        del self._queries[own]
        answer = {"chat_id": chat, "text": text, "show_alert": ask.flag("show_alert"), "at": self.now()}
        self._answers[own] = answer
        self._write("answer", {"id": own, **answer})
        self._wake("query", own)
        return True

    def _chat_action(self, ask: Ask) -> bool:
        self._chat(ask)
        if ask.text("action") not in ACTIONS:
            raise bad("wrong parameter action in request")
        return True

    def _get_file(self, ask: Ask) -> dict[str, Any]:
        file_id = ask.text("file_id")
        if not file_id:
            raise bad("file_id not specified")
        if file_id not in self._files:
            raise bad("invalid file_id")
        file = self._files[file_id]
        if file.size > 20 * MEGABYTE:
            raise bad("file is too big")
        _, folder, ending = FILES[file.kind]
        ending = file.name.rsplit(".", 1)[-1] if "." in file.name else ending
        path = f"{folder}/file_{file.number}.{ending}"
        if self._local:
            path = str(Path(self._local) / path)
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_bytes(file.content)
        else:
            self._paths[path] = (file_id, self.now() + PATH_LIVES)
        described = {key: self._described(file_id)[key] for key in ("file_id", "file_unique_id", "file_size")}
        return described | {"file_path": path}

    def _language(self, ask: Ask) -> str:
        language = ask.text("language_code")
        if language and not re.fullmatch(r"[a-z]{2}", language):
            raise bad("invalid language code specified")
        return language

    def _menu(self, ask: Ask) -> tuple[str, str]:
        scope = ask.thing("scope") or {"type": "default"}
        kinds = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
        kinds |= {"chat", "chat_administrators", "chat_member"}
        if not isinstance(scope, dict) or scope.get("type") not in kinds:
            raise bad("can't parse BotCommandScope: unsupported type specified")
        if scope["type"].startswith("chat"):
            self._chat(Ask(scope, {}))
        return json.dumps(scope, sort_keys=True), self._language(ask)

    def _set_commands(self, ask: Ask) -> bool:
        menu, commands = self._menu(ask), ask.thing("commands")
        if not isinstance(commands, list):
            raise bad("can't parse commands JSON array")
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"/?[a-z0-9_]{1,32}", command.get("command", "")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= units(command.get("description", "")) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._menus[menu] = commands
        return True

    def _get_commands(self, ask: Ask) -> list[dict[str, str]]:
        return self._menus.get(self._menu(ask), [])

    def _delete_commands(self, ask: Ask) -> bool:
        self._menus.pop(self._menu(ask), None)
        return True

    def _set_text(self, name: str, most: int, ask: Ask) -> bool:
        text = ask.text(name)
        if units(text) > most:
            raise bad(f"bot {name.replace('_', ' ')} is too long")
        self._texts[name, self._language(ask)] = text
        return True

    def _get_text(self, name: str, ask: Ask) -> dict[str, str]:
        default = self.me["first_name"] if name == "name" else ""
        return {name: self._texts.get((name, self._language(ask))) or self._texts.get((name, "")) or str(default)}

    def _set_webhook(self, ask: Ask) -> bool:
        url, secret = ask.text("url"), ask.text("secret_token")
        if not url:
            return self._delete_webhook(ask)
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname != HOST:
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if parts.scheme == "https" and (parts.port or 443) not in PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad("bad webhook: secret token contains unallowed characters")
        allowed, at_once = ask.thing("allowed_updates"), ask.whole("max_connections", 40)
        if allowed is not None:
            self._allowed = set(allowed) & ALL_KINDS or None
        if ask.flag("drop_pending_updates"):
            self._queue = Queue(self._queue.next_id)
        if self._poll and not self._poll.done():
            self._poll.set_result("webhook")
        before = self._hook if self._webhook == url else None
        failed = (before.failed_at, before.failure) if before else (0.0, "")
        self._webhook, self._hook = url, Hook(url, secret, min(max(at_once, 1), 100), *failed)
        self._call_hook()
        return True

    def _delete_webhook(self, ask: Ask) -> bool:
        self._webhook, self._hook = "", None
        if ask.flag("drop_pending_updates"):
            self._queue = Queue(self._queue.next_id)
        return True

    def _webhook_info(self, _: Ask) -> dict[str, Any]:
        pending = len(self._queue.ids)
        told = {"url": self._webhook, "has_custom_certificate": False, "pending_update_count": pending}
        if self._hook and self._hook.failed_at:
            told |= {"last_error_date": int(self._hook.failed_at), "last_error_message": self._hook.failure}
        return told | ({"max_connections": self._hook.at_once} if self._hook else {})

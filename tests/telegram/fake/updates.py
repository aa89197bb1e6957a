"""What comes to the bot: what people do, and the queue of updates it polls (getUpdates)."""

import asyncio
import base64
import copy
import random
from collections.abc import Coroutine
from itertools import count
from typing import Any

import aiohttp

from tests.telegram.fake.ask import Ask
from tests.telegram.fake.limits import ALL_KINDS, DAY, ON_DEMAND, QUERY_LIVES
from tests.telegram.fake.refusals import CONFLICT, STATES, WEBHOOK, Refusal
from tests.telegram.fake.state import Chat, Hook, State, control

RETRY, SLOWEST = 0.05, 1.0  # seconds before a call of the webhook is repeated, and at most
LATE = 0.5  # seconds by which an update comes again


class Updates(State):
    """The way in."""

    # The queue.

    @control
    def push(self, update: dict[str, Any], update_id: int | None = None) -> int | None:
        """Queues an update as it is, with the next id or the one given. None: the bot did not ask for its kind."""
        kind = next((name for name in update if name != "update_id"), "")
        if kind in ON_DEMAND and self._allowed is None:
            return None
        if self._allowed is not None and kind not in self._allowed and kind in ALL_KINDS:
            return None
        lives = QUERY_LIVES if kind == "callback_query" else DAY
        own = self._queue.put(update, self.now() + lives, update_id)
        self._call_hook()
        if self._poll and not self._poll.done():
            self._poll.set_result("new")
        return own

    @control
    def push_many(self, updates: list[dict[str, Any]]) -> list[int | None]:
        """Queues many updates at once."""
        return [self.push(update) for update in updates]

    @control
    def jump(self, by: int = 0, to: int | None = None) -> None:
        """Leaves update ids out, or goes on from another, as after a silent week."""
        next_id = self._queue.next_id + by if to is None else to
        assert next_id >= self._queue.next_id or not self._queue.ids, "ids start lower only when nothing waits"
        self._queue.next_id = next_id

    @control
    def pending(self) -> list[dict[str, Any]]:
        """The updates that wait to be confirmed."""
        return [update for update, _ in self._queue.waiting]

    @control
    def rival(self) -> bool:
        """Another bot with the same token polls: the poll that waits ends with 409; false if none waits."""
        if self._poll is None or self._poll.done():
            return False
        self._poll.set_result("conflict")
        return True

    @control
    def webhook(self, url: str) -> None:
        """Sets a webhook from elsewhere, so that polling meets 409; empty removes it."""
        self._webhook = url

    @control
    def repeat(self, times: int, seed: int) -> None:
        """Posts each update several times: once more, and late, behind others, though it was answered 200."""
        self._repeats = times, random.Random(seed)

    @control
    def posted(self) -> dict[str, int]:
        """How many calls of the webhook were answered how; what was not is an error's name."""
        return dict(self._posted)

    @control
    def local(self, folder: str) -> None:
        """Becomes a server that runs with --local: files are left in a folder and named by their whole path."""
        self._local = folder

    # What people do.

    @control
    def deliver(self, message: dict[str, Any], kind: str = "message") -> dict[str, Any]:
        """A person's message arrives; gets its id and time, and opens the chat. Returns the update."""
        sender, info = message.get("from", {}), message["chat"]
        chat = self._meet(info)
        if info["type"] == "private":
            chat.state = "open"
        elif sender and sender["id"] not in self._chats:
            private = {"id": sender["id"], "type": "private", "first_name": sender["first_name"]}
            self._chats[sender["id"]] = Chat(private, state="not started")
        whole = {"message_id": message.get("message_id") or self._message_id(chat), **message}
        whole.setdefault("date", chat.messages.get(whole["message_id"], {}).get("date", int(self.now())))
        if kind == "edited_message":
            whole.setdefault("edit_date", int(self.now()))
        chat.messages[whole["message_id"]] = whole
        return self._update(kind, whole)

    @control
    def press(self, sender: dict[str, Any], chat_id: int, message_id: int, data: str) -> dict[str, Any]:
        """Somebody presses a button that carries this data. Returns the update."""
        chat = self._chats[chat_id]
        if message := chat.messages.get(message_id):
            shown = copy.deepcopy(message)
        else:
            shown = {"message_id": message_id, "date": 0, "chat": chat.info}
        own = str((int(sender["id"]) << 32) + next(self._numbers))
        self._queries[own] = (chat_id, self.now() + QUERY_LIVES)
        query = {"id": own, "from": sender, "message": shown, "chat_instance": str(-chat_id * 7919), "data": data}
        return self._update("callback_query", query)

    @control
    def member(self, sender: dict[str, Any], info: dict[str, Any], old: str, new: str) -> dict[str, Any]:
        """The bot's place in a chat changes; `kicked` blocks it. Returns the update."""
        chat = self._meet(info)
        chat.state = "open"
        if new in {"kicked", "left"}:
            chat.state = "blocked" if info["type"] == "private" else "kicked"
        bot = {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")}
        change = {"chat": info, "from": sender, "date": int(self.now())}
        for name, status in (("old_chat_member", old), ("new_chat_member", new)):
            change[name] = {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})
        return self._update("my_chat_member", change)

    @control
    def set_state(self, chat_id: int, state: str) -> None:
        """Makes a chat open, blocked, deactivated, kicked or not started without a word to the bot."""
        assert state in {"open", *STATES}, state
        chat = self._chats.setdefault(chat_id, Chat({"id": chat_id, "type": "private", "first_name": "?"}))
        chat.state = state

    @control
    def migrate(self, chat_id: int) -> int:
        """A group becomes a supergroup with another id; both sides are told."""
        chat = self._chats[chat_id]
        new = int(f"-100{abs(chat_id) + 1_000_000_000}")
        chat.migrated_to = new
        info = {"id": new, "title": chat.info["title"], "type": "supergroup"}
        sender = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        self.deliver({"from": sender, "chat": chat.info, "migrate_to_chat_id": new})
        self.deliver({"from": sender, "chat": info, "migrate_from_chat_id": chat_id})
        return new

    @control
    def upload(
        self, content: str, kind: str = "document", name: str = "", mime: str = "", size: int | None = None
    ) -> dict[str, Any]:
        """Keeps a file (base64); a size given may be a lie, for limits."""
        return self._keep(base64.b64decode(content), kind, name, mime, size)

    @control
    def download(self, file_id: str) -> str:
        """The content of a file, in base64."""
        return base64.b64encode(self._files[file_id].content).decode()

    # What the bot calls.

    async def _updates(self, ask: Ask) -> list[dict[str, Any]]:
        if self._webhook:
            raise Refusal(409, WEBHOOK)
        offset = ask.whole("offset")
        limit, timeout = min(max(ask.whole("limit", 100), 1), 100), min(max(ask.whole("timeout"), 0), 50)
        if self._pace.on:
            limit, timeout = self._unhurried(offset, limit, timeout)
        allowed = ask.thing("allowed_updates")
        if allowed is not None:
            self._allowed = set(allowed) & ALL_KINDS or None
        found = self._queue.take(offset, limit, self.now())
        if found or not timeout:
            return found
        self.rival()
        self._poll = poll = asyncio.get_running_loop().create_future()
        self._wake("poll", 0)
        try:
            async with asyncio.timeout(timeout):
                ended = await poll
        except TimeoutError:
            return []
        finally:
            if self._poll is poll:
                self._poll = None
        if ended == "webhook":
            raise Refusal(409, "Conflict: terminated by setWebhook request")
        if ended == "conflict":
            raise Refusal(409, CONFLICT)
        return self._queue.take(offset, limit, self.now())

    # Within.

    def _unhurried(self, offset: int, limit: int, timeout: int) -> tuple[int, int]:
        # Telegram slows down those who ask again and again from one offset.
        (before, at), now = self._asked, self.now()
        self._asked = (offset, now)
        if offset != before:
            return limit, timeout
        return (1 if now < at + 0.5 else limit), (max(timeout, 3) if now < at + 3 else timeout)

    def _call_hook(self) -> None:
        # As Telegram's own server: one update of a chat after the other, many chats at a time.
        if self._hook is None or self._closing.is_set():
            return
        passed = set(self._in_flight)
        for update, until in self._queue.waiting:
            if len(self._in_flight) >= self._hook.at_once:
                return
            line = _line_of(update)
            if line not in passed and until > self.now():
                self._in_flight.add(line)
                self._begin(self._post(line, update, self._hook))
            passed.add(line)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._posting.add(task)
        task.add_done_callback(self._posting.discard)

    async def _post(self, line: Any, update: dict[str, Any], hook: Hook) -> None:
        for tries in count():
            status = await self._post_once(update, hook)
            if status.startswith("2"):
                self._queue.remove(update["update_id"])
                times, chance = self._repeats
                for _ in range(times - 1):
                    self._begin(self._post_late(update, hook, chance.uniform(0, LATE)))
                break
            hook.failed_at, hook.failure = self.now(), f"Wrong response from the webhook: {status}"
            await asyncio.sleep(min(RETRY * 2**tries, SLOWEST))
            if self._hook is not hook:
                break
        self._in_flight.discard(line)
        self._call_hook()

    async def _post_late(self, update: dict[str, Any], hook: Hook, after: float) -> None:
        await asyncio.sleep(after)
        await self._post_once(update, hook)

    async def _post_once(self, update: dict[str, Any], hook: Hook) -> str:
        if self._caller is None:
            self._caller = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with self._caller.post(hook.url, json=update, headers=headers) as answer:
                await answer.read()
                status = f"{answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            status = type(error).__name__
        self._posted[status] += 1
        return status

    async def _hang_up(self) -> None:
        for task in self._posting:
            task.cancel()
        if self._caller is not None:
            await self._caller.close()

    def _meet(self, info: dict[str, Any]) -> Chat:
        chat = self._chats.setdefault(info["id"], Chat(info))
        chat.info = info
        return chat

    def _update(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        return {"update_id": self.push({kind: copy.deepcopy(body)}), kind: body}


def _line_of(update: dict[str, Any]) -> Any:
    # Telegram keeps messages and presses of one chat in lines of their own.
    kind, body = next((name, body) for name, body in update.items() if name != "update_id")
    if not isinstance(body, dict):
        return kind
    chat = body.get("chat") or body.get("from") or {}
    return kind == "callback_query", chat.get("id") if isinstance(chat, dict) else None

"""What the measurements share: people and their updates as Telegram sends them, percentiles, and a table."""

import os
import platform
import statistics
from collections.abc import Sequence
from itertools import count
from typing import Any

TOKEN = "424242:AAExampleExampleExampleExampleExamp"
TEXT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
STEPS = ("start", "language", "propose", "side", "text", "consent", "send")
NUMBERS = count(1)

Json = dict[str, Any]


def message(person: int, text: str) -> Json:
    """A message as Telegram sends it."""
    number = next(NUMBERS)
    entities = {"entities": [{"type": "bot_command", "offset": 0, "length": 6}]} if text.startswith("/start") else {}
    body = {"message_id": number, "from": _sender(person), "chat": _chat(person), "date": 1_795_000_000, "text": text}
    return {"update_id": number, "message": body | entities}


def tap(person: int, data: str) -> Json:
    """A press of a button as Telegram sends it."""
    number = next(NUMBERS)
    shown = {"message_id": 7, "chat": _chat(person), "date": 1_795_000_000, "text": "3/3. Текшериңиз"}
    query = {"id": str(number), "from": _sender(person), "chat_instance": "1", "message": shown, "data": data}
    return {"update_id": number, "callback_query": query}


def _sender(person: int) -> Json:
    return {"id": person, "is_bot": False, "first_name": "Айгүл", "language_code": "ky"}


def _chat(person: int) -> Json:
    return {"id": person, "first_name": "Айгүл", "type": "private"}


def milliseconds(seconds: Sequence[float]) -> tuple[str, str]:
    """The median and the 95th percentile."""
    if len(seconds) < 2:
        return ("-", "-")
    cuts = statistics.quantiles(seconds, n=20)
    return f"{statistics.median(seconds) * 1000:.2f}", f"{cuts[-1] * 1000:.2f}"


def machine() -> str:
    """What this ran on."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

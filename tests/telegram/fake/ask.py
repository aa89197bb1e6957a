"""The parameters of one call, however they were sent: as JSON, as a form, in the address."""

import json
from typing import Any

from aiohttp import web

from tests.telegram.fake.refusals import bad


class Ask:
    """The parameters of one call, however they were sent."""

    def __init__(self, values: dict[str, Any], files: dict[str, tuple[str, str, bytes]]) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}
        self.files = files

    def text(self, name: str) -> str:
        """A string, empty if it is not there."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def whole(self, name: str, default: int = 0) -> int:
        """A whole number."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            raise bad(f"can't parse {name}: Integer expected") from None

    def flag(self, name: str) -> bool:
        """A yes or no."""
        return str(self.values.get(name, "")).lower() in {"true", "yes", "1"}

    def thing(self, name: str) -> Any:
        """An object or a list, which forms carry as JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None


async def read_ask(request: web.Request) -> Ask:
    """Reads the parameters of a request, or refuses it as Telegram does."""
    values: dict[str, Any] = dict(request.query)
    files: dict[str, tuple[str, str, bytes]] = {}
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            raise bad("can't parse JSON object") from None
        values |= body
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = (value.filename, value.content_type, value.file.read())
            else:
                values[name] = value
    try:
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    return Ask(values, files)

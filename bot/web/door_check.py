"""What `sunush doctor` says of the web door: whether it answers, as seen from this computer. Nothing is served for that."""

import asyncio

from bot.channels.contract import Finding
from bot.config import WebSettings

PATIENCE = 5.0  # seconds
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what stands for every address is asked at our own


async def look_at_door(settings: WebSettings) -> Finding:
    """Asks `/readyz` where `sunush run` listens."""
    host, port = settings.address
    try:
        async with asyncio.timeout(PATIENCE):
            status = await _ask(_EVERYWHERE.get(host, host), port)
    except OSError:
        return Finding(False, f"Nobody answers at the web door {settings.listen}: is «sunush run» running?")
    match status:
        case 200:
            return Finding(True, f"The web door {settings.listen} answers, and all behind it is ready.")
        case 503:
            why = "the log of «sunush run» says more"
            return Finding(False, f"The web door {settings.listen} answers, but is not ready: {why}.")
    return Finding(False, f"Another program answers at {settings.listen}: give SUNUSH_WEB_LISTEN another port.")


async def _ask(host: str, port: int) -> int:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(f"GET /readyz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        line = (await reader.readline()).split()
        return int(line[1]) if len(line) > 1 and line[0].startswith(b"HTTP/") and line[1].isdigit() else 0
    finally:
        writer.close()

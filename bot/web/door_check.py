"""What `sunush doctor` says of the web door: whether it is this install's, and answers, as seen from this computer.

Another program may answer by chance as we would, and so may another install. So it is asked for what ours alone knows.
"""

import asyncio
import secrets
from contextlib import suppress

from bot.channels.contract import Finding
from bot.settings import WebSettings
from storage.database.seal import Seal

PATIENCE = 5.0  # seconds
MOST = 4096  # bytes of an answer that are read
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what stands for every address is asked at our own


def prove_install(seal: Seal, asked: str) -> str:
    """What an install answers whoever asks which it is; nobody without its key can."""
    return seal.mark("web door", asked)[:32]


async def look_at_door(settings: WebSettings, seal: Seal) -> Finding:
    """Asks `/healthz` and `/readyz` where `sunush run` listens."""
    host, port = settings.address
    asked = secrets.token_hex(16)
    try:
        async with asyncio.timeout(PATIENCE):
            _, who = await _ask(_EVERYWHERE.get(host, host), port, f"/healthz?ask={asked}")
            is_ours = who == f"ok {prove_install(seal, asked)}"
            status, _ = await _ask(_EVERYWHERE.get(host, host), port, "/readyz") if is_ours else (0, "")
    except OSError:
        return Finding(False, f"Nobody answers at the web door {settings.listen}: is «sunush run» running?")
    if not is_ours:
        return Finding(
            False,
            f"Somebody else answers at {settings.listen}, another program or another install (ss -ltnp shows which): end "
            "it, or give SUNUSH_WEB_LISTEN another port.",
        )
    if status == 200:
        return Finding(True, f"The web door {settings.listen} is ours and answers, and all behind it is ready.")
    why = "the log of «sunush run» says more"
    return Finding(False, f"The web door {settings.listen} answers, but is not ready: {why}.")


async def _ask(host: str, port: int, path: str) -> tuple[int, str]:
    # The status, 0 of what is no HTTP, and the text.
    reader, writer = await asyncio.open_connection(host, port)
    answer = b""
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        with suppress(ConnectionError):  # somebody is there, and hangs up
            while len(answer) < MOST and (piece := await reader.read(MOST)):
                answer += piece
    finally:
        writer.close()
    head, _, text = answer.partition(b"\r\n\r\n")
    line = head.split(b"\r\n")[0].split()
    is_http = len(line) > 1 and line[0].startswith(b"HTTP/") and line[1].isdigit()
    return (int(line[1]) if is_http else 0), text.decode("utf-8", "replace").strip()

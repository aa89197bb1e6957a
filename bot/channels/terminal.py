"""The terminal: a full channel for trying, teaching and testing, with no token and no network."""

import asyncio
import os
import re
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from bot.channels.contract import Capabilities, Finding, Gone, Unreachable
from bot.channels.intake import Intake
from bot.chat.message import Incoming, Kind, Media, Message, Peer, is_table
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from storage.attachments.files import LARGEST

NAME = "terminal"
FILES, QUIT = {":voice", ":photo", ":document"}, ":quit"


CAPABILITIES = Capabilities(
    edits=False,
    buttons=False,
    most_buttons=0,
    text=None,
    text_with_buttons=None,
    title=None,
    caption=None,
    shows_paths=True,
)


_COMMAND = re.compile(r":[a-z]{3,}")


class FileMissing(Exception):
    """A line names a file that cannot be read."""


class CommandUnknown(Exception):
    """A line begins like a command of the terminal, and is none."""


class Terminal:
    """One person at a terminal: the account and the address are the name they chose."""

    name = NAME
    pace = None
    capabilities = CAPABILITIES
    webhook = None

    def __init__(self, person: str, *, out: TextIO, echo: bool, source: TextIO = sys.stdin) -> None:
        self.account = person
        self.language = ""  # in which something was said last
        self._source = source
        self._out = out
        self._echo = echo
        self.closed = False
        self.has_spoken = False  # whether any message was printed yet; a command menu prints nothing

    @property
    def peer(self) -> Peer:
        """Who sits here."""
        return Peer(self.name, self.account, self.account)

    async def inbound(self, intake: Intake) -> None:
        """Takes in each line as it is typed, until `:quit`, the end of input, or a stop between lines.

        What is pasted comes at once and floods nobody. Raises Unreachable when nobody reads any more.
        """
        async for line in read_lines(self._source):
            if line.strip() == QUIT or self.closed or intake.is_stopping:
                return
            if not line.strip():
                continue
            self.echo(line)
            try:
                incoming = parse(line, self.peer, folder=Path.cwd())
            except FileMissing as missing:
                self.show(say_file_missing(Words(self.language), str(missing)))
            except CommandUnknown:
                self.show(say_command_unknown(Words(self.language)))
            else:
                await intake.receive(incoming, "")

    async def send(self, address: str, message: Message, *, language: str) -> str:
        """Prints a message, ended by an empty line. Raises Unreachable when nobody reads any more."""
        self.language = language
        if message.is_shown:
            self.show(message)
        return uuid.uuid4().hex

    async def fetch(self, reference: str) -> bytes:
        """Reads a file from where it lay when its line was read; raises Gone if it is there no more."""
        try:
            return await asyncio.to_thread(Path(reference).read_bytes)
        except OSError as error:
            raise Gone(type(error).__name__) from error

    def link(self, payload: str = "") -> str:
        """A terminal is opened by its command, by no link."""
        return ""

    async def list_findings(self, *, heard_at: int | None, now: int) -> list[Finding]:
        """Nothing of a terminal can be out of order."""
        return []

    def say_held_elsewhere(self, known_as: str) -> str:
        """Says that a name sits at one terminal at a time."""
        return f"«{self.account}» is open in another window already: close it, or take another name."

    async def close(self) -> None:
        """A terminal has no connections."""

    def show(self, message: Message) -> None:
        """Prints a message with numbered choices, what can be opened, and the ways beside them in brackets."""
        self.has_spoken = True
        ways = "  ".join(f"[0 — {title}]" if id == "back" else f"[{title}]" for id, title in message.ways)
        file = f"[файл: {message.file}]" if message.file else ""
        links = "\n".join(f"{title}: {address}" for address, title in message.links)
        text = "\n".join(part for part in (message.numbered(), _point(message.pin), file, links, ways) if part)
        self._print("".join(f"{line}\n" for line in clean(text).split("\n")) + "\n")

    def echo(self, line: str) -> None:
        """Prints what was read, where the person's own typing is not on the screen already."""
        if self._echo:
            self._print(f"> {clean(line)}\n\n")

    def _print(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except (BrokenPipeError, ValueError) as error:
            self.closed = True
            raise Unreachable("nobody reads") from error


def _point(pin: list[float] | None) -> str:
    if not pin:
        return ""
    latitude, longitude = (f"{degrees:.5f}" for degrees in pin)
    return f"{latitude}, {longitude}\ngeo:{latitude},{longitude}"


def parse(line: str, peer: Peer, *, folder: Path) -> Incoming:
    """Makes an event of a line. `\\n` is a line break; `:voice FILE`, `:photo FILE` and `:document FILE` take a caption.

    Raises FileMissing where the file cannot be read. CommandUnknown is for another word of Latin letters behind a
    colon.
    """
    word, _, rest = line.partition(" ")
    if word in FILES:
        name, _, caption = rest.strip().partition(" ")
        path, text = _find_file(name, folder), _unescape(caption)
        if path.stat().st_size > LARGEST:
            return Incoming(uuid.uuid4().hex, peer, Kind.TOO_LARGE, text)
        return Incoming(
            uuid.uuid4().hex,
            peer,
            Kind.MEDIA,
            text,
            media=(Media(word.removeprefix(":"), str(path), is_table(path.name)),),
        )
    if _COMMAND.fullmatch(word):
        raise CommandUnknown
    return Incoming(uuid.uuid4().hex, peer, Kind.TEXT, _unescape(line))


def _find_file(name: str, folder: Path) -> Path:
    try:
        path = (folder / name).resolve()
        if path.is_file() and os.access(path, os.R_OK):
            return path
    except (OSError, ValueError, RuntimeError):  # longer than names may be, a NUL in it, a link to itself
        pass
    raise FileMissing(name)


def say_file_missing(words: Words, name: str) -> Message:
    """The words for a file that cannot be read."""
    return Message(
        words.say(
            "There is no file «{name}» that can be read. Write it as: :voice FILE, :photo FILE or :document FILE",
            name=clean(name),
        )
    )


def say_command_unknown(words: Words) -> Message:
    """The words for a command of the terminal that there is not."""
    return Message(
        words.say("There is no such command. There are:")
        + "\n:voice, :photo, :document, :quit — /help, /start, /cancel"
    )


def _unescape(text: str) -> str:
    return text.replace("\\n", "\n")


async def read_lines(source: TextIO) -> AsyncIterator[str]:
    """Yields lines as they are typed. A thread reads: the standard input may be a file, a pipe or a keyboard."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def hand_over(line: str | None) -> None:
        loop.call_soon_threadsafe(queue.put_nowait, line)

    threading.Thread(target=_read, args=(source, hand_over), daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line


def _read(source: TextIO, hand_over: Callable[[str | None], None]) -> None:
    with suppress(RuntimeError):  # the loop was closed while this thread was reading
        try:
            for line in source:
                hand_over(line.rstrip("\r\n"))
        finally:
            hand_over(None)

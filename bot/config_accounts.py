"""Accounts of messengers as they are set: what each is told, and the TOML file that lists several of them."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from marshmallow import ValidationError

from bot.config_checks import (
    check_api_url,
    check_digits,
    check_entry,
    check_secret,
    check_token,
    check_version,
    check_word,
    is_no_file,
    whole_number,
)

LARGEST = 1024 * 1024  # bytes of the file, and of one that holds a secret


class AccountsRefused(Exception):
    """The file cannot be used; one sentence names it, the entry and what to do."""


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """Telegram's section (SUNUSH_TELEGRAM_…): without a token the channel is not configured."""

    channel: ClassVar[str] = "telegram"
    token: str = field(default="", repr=False)
    api_url: str = ""  # a Bot API server of one's own; empty means Telegram's
    pace: int = 30  # messages in any second, as many as Telegram takes
    webhook: bool = False  # whether Telegram calls us at SUNUSH_WEB_URL; otherwise it is polled
    webhook_secret: str = field(default="", repr=False)  # what it proves itself by; empty: one of the install's key
    name: str = ""  # of its entry; empty where it is set by variables
    aimak: str = ""  # the code of the one aimak it is for; empty: all of them

    @property
    def account(self) -> str:
        """Which bot it is."""
        return self.token.partition(":")[0]


@dataclass(frozen=True, slots=True)
class WhatsAppSettings:
    """WhatsApp's section (SUNUSH_WHATSAPP_…): all five of the first, or none of them."""

    channel: ClassVar[str] = "whatsapp"
    token: str = field(default="", repr=False)
    phone_number_id: str = ""  # which Meta gave it
    business_id: str = ""  # of the WhatsApp Business Account
    app_secret: str = field(default="", repr=False)  # what Meta signs by
    verify_token: str = field(default="", repr=False)  # a word of our own, for the handshake
    api_url: str = ""  # empty means Meta's
    api_version: str = "v24.0"
    pace: int = 72  # messages in any second, below the 80 of an account
    chats_a_day: int = (
        250  # people whose 24 hours are over and who are asked by a template; Meta's limit of a new account
    )
    notices_a_month: int | None = None  # notices in a calendar month, since each costs; answers have no such ceiling
    prices: str | None = None  # of a message by its kind, and their currency: one for all numbers
    name: str = ""  # of its entry; empty where it is set by variables
    aimak: str = ""  # the code of the one aimak it is for; empty: all of them

    @property
    def account(self) -> str:
        """Which number it is."""
        return self.phone_number_id


AccountSettings = TelegramSettings | WhatsAppSettings


@dataclass(frozen=True, slots=True)
class ListedAccounts:
    """What SUNUSH_CHANNELS_FILE lists: its accounts in their order, and every file that holds a secret of theirs."""

    accounts: tuple[AccountSettings, ...] = ()
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Key:
    check: Callable[[str], Any]
    of: type = str  # what it becomes: str, int or bool
    needed: bool = False
    secret: bool = False  # whether _file or _env may stand in its place


_PACE = _Key(whole_number(1, 1000), int)
_KEYS: Mapping[type[AccountSettings], Mapping[str, _Key]] = {
    TelegramSettings: {
        "token": _Key(check_token, needed=True, secret=True),
        "api_url": _Key(check_api_url),
        "pace": _PACE,
        "webhook": _Key(lambda _: None, bool),
        "webhook_secret": _Key(check_secret, secret=True),
        "aimak": _Key(check_entry),
    },
    WhatsAppSettings: {
        "token": _Key(check_word, needed=True, secret=True),
        "phone_number_id": _Key(check_digits, needed=True),
        "business_id": _Key(check_digits, needed=True),
        "app_secret": _Key(check_word, needed=True, secret=True),
        "verify_token": _Key(check_word, needed=True, secret=True),
        "api_url": _Key(check_api_url),
        "api_version": _Key(check_version),
        "pace": _PACE,
        "chats_a_day": _Key(whole_number(1, 1_000_000), int),
        "notices_a_month": _Key(whole_number(0, 10_000_000), int),
        "aimak": _Key(check_entry),
    },
}
_KINDS = {one.channel: one for one in _KEYS}
_IN_PLACE = ("_file", "_env")


def read_accounts(
    file: Path, *, before: tuple[AccountSettings, ...], find_variable: Callable[[str], str | None]
) -> ListedAccounts:
    """Reads the accounts that a TOML file lists, each a table of its own name. Raises AccountsRefused.

    before: those that variables set, which may not stand in the file as well. find_variable finds what `…_env` names.
    """
    accounts: list[AccountSettings] = []
    files = [file]
    for name, entry in _read_tables(file).items():
        where = f"{file}, [{name}]"
        try:
            check_entry(name)
            made, held = _Entry(where, file.parent, find_variable).read(name, entry)
        except ValidationError as error:
            raise AccountsRefused(f"{where}: the name of an entry {_say(error)}.") from error
        for other in (*before, *accounts):
            if (other.channel, other.account) == (made.channel, made.account):
                named = f"[{other.name}]" if other.name else f"SUNUSH_{made.channel.upper()}_…"
                raise AccountsRefused(f"{where}: this is the same account as {named}: leave one of them out.")
        accounts.append(made)
        files += held
    return ListedAccounts(tuple(accounts), tuple(files))


def _read_tables(file: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(_read_text(file))
    except tomllib.TOMLDecodeError as error:
        raise AccountsRefused(f"{file} is no TOML: {str(error).rstrip('.')}.") from error
    if not found:
        raise AccountsRefused(
            f"{file} lists no account: write a table such as [kokjar], or unset SUNUSH_CHANNELS_FILE."
        )
    return found


def _read_text(file: Path) -> str:
    if is_no_file(file) and not file.is_dir():  # a folder says so itself
        raise AccountsRefused(f"{file} cannot be read: it is not a file.")
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise AccountsRefused(f"{file} is larger than {LARGEST} bytes: it cannot be what was meant.")
        return content.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise AccountsRefused(f"{file} cannot be read: {why}.") from error


@dataclass(slots=True)
class _Entry:
    """One table of the file, while it is read; where names it in what is refused."""

    where: str
    folder: Path
    find_variable: Callable[[str], str | None]
    files: list[Path] = field(default_factory=list)

    def read(self, name: str, entry: object) -> tuple[AccountSettings, list[Path]]:
        if not isinstance(entry, dict):
            raise AccountsRefused(f"{self.where}: write it as a table with a kind of its own.")
        kind = entry.get("kind")
        made = _KINDS.get(kind) if isinstance(kind, str) else None
        if made is None:
            raise AccountsRefused(f"{self.where}: kind must be one of {', '.join(map(repr, _KINDS))}.")
        keys = _KEYS[made]
        known = {"kind", *keys, *(one + end for one, key in keys.items() if key.secret for end in _IN_PLACE)}
        if unknown := sorted(set(entry) - known):
            raise AccountsRefused(
                f"{self.where}: nobody knows the key {unknown[0]}: it is one of {', '.join(sorted(known))}."
            )
        given: dict[str, Any] = {}
        for one, key in keys.items():
            value = self._find(one, key, entry)
            if value is not None:
                given[one] = value
            elif key.needed:
                raise AccountsRefused(f"{self.where}: {one} must be set as well.")
        return made(**given, name=name), self.files

    def _find(self, name: str, key: _Key, entry: Mapping[str, object]) -> Any:
        standing = [name + end for end in ("", *_IN_PLACE) if key.secret or not end if name + end in entry]
        if not standing:
            return None
        if len(standing) > 1:
            raise AccountsRefused(f"{self.where}: {' and '.join(standing)} contradict each other: leave one of them.")
        said, value = standing[0], entry[standing[0]]
        if key.of is bool:
            if not isinstance(value, bool):
                raise AccountsRefused(f"{self.where}: {said} must be true or false.")
            return value
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise AccountsRefused(f"{self.where}: {said} must be text in quotes or a number.")
        text = self._fetch(said, str(value).strip())
        try:
            if not text:
                raise ValidationError("must not be empty; leave the line out for the usual")
            key.check(text)
        except ValidationError as error:
            raise AccountsRefused(f"{self.where}: {said} {_say(error)}.") from error
        if name == "api_url":
            text = text.rstrip("/")
        return int(text) if key.of is int else text

    def _fetch(self, said: str, value: str) -> str:
        if said.endswith("_file"):
            place = self.folder / value
            self.files.append(place)
            try:
                return _read_text(place).strip()
            except AccountsRefused as refused:
                raise AccountsRefused(f"{self.where}: {said}: {refused}") from refused
        if said.endswith("_env"):
            found = self.find_variable(value)
            if found is None:
                raise AccountsRefused(f"{self.where}: {said}: the variable {value} is not set.")
            return found.strip()
        return value


def _say(error: ValidationError) -> str:
    return " ".join(str(one).rstrip(".") for one in error.messages)

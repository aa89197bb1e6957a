"""Settings of an install: the only reader of the environment and of .env in the working folder."""

import io
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from dotenv.parser import parse_stream
from environs import Env
from environs.exceptions import EnvError, EnvValidationError
from marshmallow import ValidationError

from storage.database.engine import make_database_url

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("text", "json")


def find_proxy(url: str) -> str | None:
    """The proxy (an address) the environment names for a URL, None where it names none or excepts the host."""
    parts = urlsplit(url)
    return None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)


class SettingsRefused(Exception):
    """Something in the environment cannot be used; the text says what to do about each variable."""


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """Telegram's section (SUNUSH_TELEGRAM_…): without a token the channel is not configured."""

    token: str = field(default="", repr=False)
    api_url: str = ""  # a Bot API server of one's own; empty means Telegram's
    pace: int = 25  # messages a second, below Telegram's rate limit


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is kept is kept (SUNUSH_KEEP_…)."""

    raw_days: int = 30
    draft_days: int = 14
    media_days: int = 365  # after the end of the budget year
    copy_days: int = 30
    export_hours: int = 24


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an install is told from outside. None means: not set, so what the database says stays in force."""

    data_dir: Path
    database_url: str
    key_file: Path
    log_level: str = "WARNING"
    log_format: str = "text"
    answer_days: int | None = None
    extra_days_off: frozenset[date] | None = None
    extra_working_days: frozenset[date] | None = None
    notice_days: int | None = None
    quiet_hours: tuple[int, int] | None = None
    drafts: int | None = None  # unsent proposals of one person
    proposals_a_day: int | None = None
    files_a_day: int | None = None
    megabytes_a_day: int | None = None
    take_back: int | None = None  # seconds in which an answer can be taken back before it leaves
    least_free_mb: int = 500  # megabytes of the disk below which only texts are taken
    pace_parts: tuple[int, int, int] = (50, 30, 20)  # per cent of the pace for replies, answers and notices
    copies: Path | None = None  # where nightly copies go; none are made where it is not set
    telegram: TelegramSettings = TelegramSettings()
    retention: Retention = Retention()
    erasures: Path | None = None  # where the ledger of erasures lies; None means in the data folder

    @property
    def erasures_file(self) -> Path:
        """The ledger of erasures, outside the database."""
        return self.erasures or self.data_dir / "erasures.log"

    @property
    def states_dir(self) -> Path:
        """Where conversation state lies."""
        return self.data_dir / "states"

    @property
    def media_dir(self) -> Path:
        """Where voices and photos lie."""
        return self.data_dir / "media"

    @property
    def exports_dir(self) -> Path:
        """Where exported files lie until they are fetched."""
        return self.data_dir / "exports"

    @property
    def backup_dir(self) -> Path:
        """Where copies before upgrades go, what a restore replaced, and copies while no folder is named for them."""
        return self.data_dir / "backups"

    @property
    def copies_dir(self) -> Path:
        """Where `sunush db backup` puts its copies unless it is told another place."""
        return self.copies or self.backup_dir


def from_env(folder: Path | None = None) -> Settings:
    """Reads SUNUSH_… variables, and .env in the folder (default: the working folder); raises SettingsRefused."""
    env = Env(eager=False, prefix="SUNUSH_")
    dotenv = (folder or Path.cwd()) / ".env"
    if dotenv.is_file():
        _check_lines(dotenv)
        env.read_env(str(dotenv), recurse=False)
    data_dir = Path(env.str("DATA_DIR", "data", validate=_check_path) or "")
    url = env.str("DATABASE_URL", "", validate=_check_url)
    key_file = Path(env.str("KEY_FILE", "sunush.key", validate=_check_path) or "")
    log_level = env.str("LOG_LEVEL", "WARNING", validate=_one_of(LOG_LEVELS))
    log_format = env.str("LOG_FORMAT", "text", validate=_one_of(LOG_FORMATS))
    answer_days = env.str("ANSWER_DAYS", None, validate=_whole_number(1, 60))
    days_off = env.str("EXTRA_DAYS_OFF", None, validate=_read_days)
    working_days = env.str("EXTRA_WORKING_DAYS", None, validate=_read_days)
    notice_days = env.str("NOTICE_DAYS", None, validate=_whole_number(0, 60))
    quiet_hours = env.str("QUIET_HOURS", None, validate=_read_hours)
    erasures = env.str("ERASURES_FILE", None, validate=_check_path)
    telegram, retention = _read_telegram(env), _read_retention(env)
    numbers = {
        "drafts": env.str("DRAFTS", None, validate=_whole_number(1, 20)),
        "proposals_a_day": env.str("PROPOSALS_A_DAY", None, validate=_whole_number(1, 1000)),
        "files_a_day": env.str("FILES_A_DAY", None, validate=_whole_number(1, 10_000)),
        "megabytes_a_day": env.str("MEGABYTES_A_DAY", None, validate=_whole_number(20, 100_000)),
        "take_back": env.str("TAKE_BACK", None, validate=_whole_number(0, 3600)),
    }
    least_free = env.str("LEAST_FREE_MB", "500", validate=_whole_number(0, 1_000_000)) or "500"
    pace_parts = env.str("PACE_PARTS", "50/30/20", validate=_check_parts)
    copies = env.str("COPIES", "", validate=_check_path_or_none) or ""
    try:
        env.seal()
    except EnvValidationError as error:
        raise SettingsRefused(_say_in_sentences(error)) from error
    except EnvError as error:
        raise SettingsRefused(str(error)) from error
    return Settings(
        data_dir=data_dir,
        database_url=url or f"sqlite:///{data_dir / 'sunush.db'}",
        key_file=key_file,
        log_level=log_level.upper(),
        log_format=log_format.lower(),
        answer_days=None if answer_days is None else int(answer_days),
        extra_days_off=None if days_off is None else _read_days(days_off),
        extra_working_days=None if working_days is None else _read_days(working_days),
        notice_days=None if notice_days is None else int(notice_days),
        quiet_hours=None if quiet_hours is None else _read_hours(quiet_hours),
        **{name: None if given is None else int(given) for name, given in numbers.items()},
        least_free_mb=int(least_free),
        pace_parts=_read_parts(pace_parts or ""),
        copies=Path(copies) if copies.strip() else None,
        telegram=telegram,
        retention=retention,
        erasures=None if erasures is None else Path(erasures),
    )


def _read_telegram(env: Env) -> TelegramSettings:
    # A value that cannot be used is None here; seal() names it once every variable was read.
    token = env.str("TELEGRAM_TOKEN", "", validate=_check_token) or ""
    api_url = env.str("TELEGRAM_API_URL", "", validate=_check_api_url) or ""
    pace = env.str("TELEGRAM_PACE", "25", validate=_whole_number(1, 1000)) or "25"
    return TelegramSettings(token.strip(), api_url.strip().rstrip("/"), int(pace))


def _read_retention(env: Env) -> Retention:
    days = _whole_number(1, 365)
    return Retention(
        raw_days=int(env.str("KEEP_RAW_DAYS", "30", validate=days) or 30),
        draft_days=int(env.str("KEEP_DRAFT_DAYS", "14", validate=days) or 14),
        media_days=int(env.str("KEEP_MEDIA_DAYS", "365", validate=_whole_number(1, 3650)) or 365),
        copy_days=int(env.str("KEEP_COPY_DAYS", "30", validate=days) or 30),
        export_hours=int(env.str("KEEP_EXPORT_HOURS", "24", validate=_whole_number(1, 168)) or 24),
    )


def _check_lines(dotenv: Path) -> None:
    try:
        bad = [str(part.original.line) for part in parse_stream(io.StringIO(dotenv.read_text("utf-8"))) if part.error]
    except (OSError, UnicodeError) as error:
        raise SettingsRefused(f"{dotenv} cannot be read as UTF-8 text: write it anew, or remove it.") from error
    if bad:
        raise SettingsRefused(f"{dotenv}, line {', '.join(bad)}: write NAME=value, or # before a remark.")


def _say_in_sentences(error: EnvValidationError) -> str:
    found = error.error_messages
    by_name = found if isinstance(found, Mapping) else {"environment": found}
    return "; ".join(
        f"{name}: {' '.join(str(message).rstrip('.') for message in messages)}"
        for name, messages in sorted(by_name.items())
    )


def _check_token(value: str) -> None:
    if value.strip() and not re.fullmatch(r"[0-9]{5,}:[A-Za-z0-9_-]{20,}", value.strip()):
        raise ValidationError("must be the token BotFather gave, such as 123456:ABC-DEF…")  # never shown itself


def _check_api_url(value: str) -> None:
    address = value.strip()
    if address and not re.fullmatch(r"https?://[^\s/]+(/[^\s?#]*)?", address):
        raise ValidationError("must be an address such as http://127.0.0.1:8081")
    if address.startswith("http://") and not _is_loopback(urlsplit(address).hostname or ""):
        # The token and every message would cross the network for everybody to read.
        raise ValidationError("must begin with https:// where the server is not on this computer")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _one_of(allowed: tuple[str, ...]) -> Callable[[str], None]:
    def check(value: str) -> None:
        if value.upper() not in {word.upper() for word in allowed}:
            raise ValidationError(f"must be one of {', '.join(allowed)}")

    return check


def _whole_number(least: int, most: int) -> Callable[[str], None]:
    def check(value: str) -> None:
        digits = value.strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10 and least <= int(digits) <= most):
            raise ValidationError(f"must be a whole number from {least} to {most}")

    return check


def _read_parts(value: str) -> tuple[int, int, int]:
    replies, answers, notices = (int(part) for part in value.split("/"))
    return replies, answers, notices


def _check_parts(value: str) -> None:
    parts = [part.strip() for part in value.split("/")]
    if not all(part.isascii() and part.isdigit() and 0 < len(part) < 3 for part in parts) or (
        len(parts) != 3 or 0 in map(int, parts) or sum(map(int, parts)) != 100
    ):
        raise ValidationError("must be three whole numbers that make 100, such as 50/30/20")


def _check_path(value: str) -> None:
    if not value.strip() or "\0" in value:
        raise ValidationError("must name a place; leave the variable out for the usual one")


def _check_path_or_none(value: str) -> None:
    if value:
        _check_path(value)


def _check_url(value: str) -> None:
    if value:
        try:
            make_database_url(value)
        except ValueError as error:
            raise ValidationError(
                "must be like sqlite:////folder/sunush.db or postgresql://user:password@host/name"
            ) from error


def _read_days(value: str) -> frozenset[date]:
    try:
        return frozenset(date.fromisoformat(day.strip()) for day in value.split(",") if day.strip())
    except ValueError:
        raise ValidationError("must be days like 2027-03-21 with commas between them") from None


def _read_hours(value: str) -> tuple[int, int]:
    found = re.fullmatch(r"\s*(2[0-3]|[01]?[0-9])\s*-\s*(2[0-3]|[01]?[0-9])\s*", value)
    if found is None:
        raise ValidationError("must be two hours of the day such as 22-8, or 0-0 for none")
    return int(found[1]), int(found[2])

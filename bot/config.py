"""Settings of an install: the only reader of the environment and of .env in the working folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from environs import Env
from environs.exceptions import EnvError, EnvValidationError
from marshmallow import ValidationError

from storage.engine import database_url

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("text", "json")


class SettingsRefused(Exception):
    """Something in the environment cannot be used; the text says what to do about each variable."""


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

    @property
    def states_dir(self) -> Path:
        """Where conversation state lies."""
        return self.data_dir / "states"

    @property
    def media_dir(self) -> Path:
        """Where voices and photos lie."""
        return self.data_dir / "media"

    @property
    def backup_dir(self) -> Path:
        """Where copies of the database go."""
        return self.data_dir / "backups"


def from_env(folder: Path | None = None) -> Settings:
    """Reads SUNUSH_… variables, and .env in the folder (default: the working folder); raises SettingsRefused."""
    env = Env(eager=False, prefix="SUNUSH_")
    dotenv = (folder or Path.cwd()) / ".env"
    if dotenv.is_file():
        env.read_env(str(dotenv), recurse=False)
    data_dir = env.path("DATA_DIR", Path("data"))
    url = env.str("DATABASE_URL", "", validate=_usable_url)
    key_file = env.path("KEY_FILE", Path("sunush.key"))
    log_level = env.str("LOG_LEVEL", "WARNING", validate=_one_of(LOG_LEVELS))
    log_format = env.str("LOG_FORMAT", "text", validate=_one_of(LOG_FORMATS))
    answer_days = env.int("ANSWER_DAYS", None, validate=_between(1, 60))
    days_off = env.list("EXTRA_DAYS_OFF", None, subcast=_day)
    working_days = env.list("EXTRA_WORKING_DAYS", None, subcast=_day)
    try:
        env.seal()
    except EnvValidationError as error:
        raise SettingsRefused(_sentences(error)) from error
    except EnvError as error:
        raise SettingsRefused(str(error)) from error
    return Settings(
        data_dir=data_dir,
        database_url=url or f"sqlite:///{data_dir / 'sunush.db'}",
        key_file=key_file,
        log_level=log_level.upper(),
        log_format=log_format.lower(),
        answer_days=answer_days,
        extra_days_off=None if days_off is None else frozenset(days_off),
        extra_working_days=None if working_days is None else frozenset(working_days),
    )


def _sentences(error: EnvValidationError) -> str:
    found = error.error_messages
    by_name = found if isinstance(found, Mapping) else {"environment": found}
    return "; ".join(
        f"{name}: {' '.join(str(message).rstrip('.') for message in messages)}"
        for name, messages in sorted(by_name.items())
    )


def _one_of(allowed: tuple[str, ...]) -> Callable[[str], None]:
    def check(value: str) -> None:
        if value.upper() not in {word.upper() for word in allowed}:
            raise ValidationError(f"must be one of {', '.join(allowed)}")

    return check


def _between(least: int, most: int) -> Callable[[int | None], None]:
    def check(value: int | None) -> None:
        if value is not None and not least <= value <= most:
            raise ValidationError(f"must be a whole number from {least} to {most}")

    return check


def _usable_url(value: str) -> None:
    if value:
        try:
            database_url(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise ValidationError(f"«{value}» is not a day like 2027-03-21") from None

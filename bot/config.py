"""Reads the settings of an install: the only reader of the environment and of .env in the working folder."""

import io
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from dotenv.parser import parse_stream
from environs import Env
from environs.exceptions import EnvError, EnvValidationError

from bot.config_accounts import (
    LARGEST,
    AccountsRefused,
    ListedAccounts,
    TelegramSettings,
    WhatsAppSettings,
    read_accounts,
)
from bot.config_checks import (
    check_api_url,
    check_bucket_url,
    check_complaint_phones,
    check_digits,
    check_entry,
    check_key,
    check_listen,
    check_origins,
    check_parts,
    check_path,
    check_path_or_none,
    check_prices,
    check_secret,
    check_token,
    check_url,
    check_version,
    check_web_url,
    check_word,
    is_no_file,
    one_of,
    read_days,
    read_hours,
    read_parts,
    whole_number,
)
from bot.settings import LISTEN, Retention, Settings, WebSettings
from storage.database.engine import make_database_url
from storage.media.bucket import BucketAt, is_installed

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("text", "json")
SWITCH = ("0", "1")


def find_proxy(url: str) -> str | None:
    """The proxy (an address) the environment names for a URL, None where it names none or excepts the host."""
    parts = urlsplit(url)
    return None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)


class SettingsRefused(Exception):
    """Something in the environment cannot be used; the text says what to do about each variable."""


def from_env(folder: Path | None = None) -> Settings:
    """Reads SUNUSH_… variables, and .env in the folder (default: the working folder); raises SettingsRefused."""
    env = Env(eager=False, prefix="SUNUSH_")
    dotenv = (folder or Path.cwd()) / ".env"
    if dotenv.is_file():
        _check_lines(dotenv)
        env.read_env(str(dotenv), recurse=False)
    settings = _read_all(env)
    listed = env.str("CHANNELS_FILE", "", validate=check_path_or_none) or ""
    try:
        env.seal()
    except EnvValidationError as error:
        raise SettingsRefused(_say_in_sentences(error)) from error
    except EnvError as error:
        raise SettingsRefused(str(error)) from error
    _check_whatsapp(settings.whatsapp)
    _check_bucket(settings.bucket)
    settings = replace(settings, listed=_read_listed(listed.strip(), settings.telegram, settings.whatsapp))
    _check_webhooks(settings)
    _check_database(settings)
    if settings.pgbouncer and not settings.listen_url:
        raise SettingsRefused(
            "SUNUSH_PGBOUNCER=1 needs SUNUSH_LISTEN_URL, the address of PostgreSQL itself: locks of accounts need a session."
        )
    return settings


def _read_all(env: Env) -> Settings:
    # A value that cannot be used is None here; seal() names it once every variable was read.
    data_dir = Path(env.str("DATA_DIR", "data", validate=check_path) or "")
    days_off = env.str("EXTRA_DAYS_OFF", None, validate=read_days)
    working_days = env.str("EXTRA_WORKING_DAYS", None, validate=read_days)
    complaint_phones = env.str("COMPLAINT_PHONES", None, validate=check_complaint_phones)
    quiet_hours = env.str("QUIET_HOURS", None, validate=read_hours)
    copies = env.str("COPIES", "", validate=check_path_or_none) or ""
    erasures = env.str("ERASURES_FILE", None, validate=check_path)
    return Settings(
        data_dir=data_dir,
        database_url=env.str("DATABASE_URL", "", validate=check_url) or f"sqlite:///{data_dir / 'sunush.db'}",
        key_file=Path(env.str("KEY_FILE", "sunush.key", validate=check_path) or ""),
        listen_url=env.str("LISTEN_URL", "", validate=check_url) or "",
        pgbouncer=env.str("PGBOUNCER", "0", validate=one_of(SWITCH)) == "1",
        pool=_read_number(env, "POOL", 16, within=(4, 200)),
        log_level=(env.str("LOG_LEVEL", "WARNING", validate=one_of(LOG_LEVELS)) or "").upper(),
        log_format=(env.str("LOG_FORMAT", "text", validate=one_of(LOG_FORMATS)) or "").lower(),
        answer_days=_read_number_or_none(env, "ANSWER_DAYS", within=(1, 60)),
        extra_days_off=None if days_off is None else read_days(days_off),
        extra_working_days=None if working_days is None else read_days(working_days),
        notice_days=_read_number_or_none(env, "NOTICE_DAYS", within=(0, 60)),
        complaint_phones=None if complaint_phones is None else complaint_phones.strip(),
        quiet_hours=None if quiet_hours is None else read_hours(quiet_hours),
        drafts=_read_number_or_none(env, "DRAFTS", within=(1, 20)),
        proposals_a_day=_read_number_or_none(env, "PROPOSALS_A_DAY", within=(1, 1000)),
        files_a_day=_read_number_or_none(env, "FILES_A_DAY", within=(1, 10_000)),
        megabytes_a_day=_read_number_or_none(env, "MEGABYTES_A_DAY", within=(20, 100_000)),
        take_back=_read_number_or_none(env, "TAKE_BACK", within=(0, 3600)),
        least_free_mb=_read_number(env, "LEAST_FREE_MB", 500, within=(0, 1_000_000)),
        pace_parts=read_parts(env.str("PACE_PARTS", None, validate=check_parts) or "50/30/20"),
        copies=Path(copies) if copies.strip() else None,
        telegram=_read_telegram(env),
        whatsapp=_read_whatsapp(env),
        web=_read_web(env),
        bucket=_read_bucket(env),
        retention=_read_retention(env),
        erasures=None if erasures is None else Path(erasures),
    )


def _read_number(env: Env, name: str, usual: int, *, within: tuple[int, int]) -> int:
    found = _read_number_or_none(env, name, within=within)
    return usual if found is None else found


def _read_number_or_none(env: Env, name: str, *, within: tuple[int, int]) -> int | None:
    found = env.str(name, None, validate=whole_number(*within))
    return None if found is None else int(found)


def _read_listed(file: str, telegram: TelegramSettings, whatsapp: WhatsAppSettings) -> ListedAccounts:
    if not file:
        return ListedAccounts()
    before = tuple(one for one in (telegram, whatsapp) if one.token)
    try:
        return read_accounts(Path(file), before=before, find_variable=os.environ.get)
    except AccountsRefused as error:
        raise SettingsRefused(f"SUNUSH_CHANNELS_FILE: {error}") from error


def _check_database(settings: Settings) -> None:
    url = make_database_url(settings.database_url)
    file = Path(str(url.database))
    if url.get_backend_name() == "sqlite" and is_no_file(file) and not file.is_dir():
        raise SettingsRefused(f"{file} is no file: name one in SUNUSH_DATABASE_URL, or move it away.")


def _check_webhooks(settings: Settings) -> None:
    for one in (settings.telegram, *settings.listed.accounts):
        if isinstance(one, TelegramSettings) and one.webhook and not settings.web.url:
            asked = f"SUNUSH_CHANNELS_FILE: [{one.name}]: webhook" if one.name else "SUNUSH_TELEGRAM_WEBHOOK"
            raise SettingsRefused(f"{asked} needs SUNUSH_WEB_URL, the public https:// address of this computer.")


def _read_telegram(env: Env) -> TelegramSettings:
    token = env.str("TELEGRAM_TOKEN", "", validate=check_token) or ""
    api_url = env.str("TELEGRAM_API_URL", "", validate=check_api_url) or ""
    pace = _read_number(env, "TELEGRAM_PACE", 30, within=(1, 1000))
    webhook = env.str("TELEGRAM_WEBHOOK", "0", validate=one_of(SWITCH)) == "1"
    secret = env.str("TELEGRAM_WEBHOOK_SECRET", "", validate=check_secret) or ""
    return TelegramSettings(token.strip(), api_url.strip().rstrip("/"), pace, webhook, secret.strip())


def _read_whatsapp(env: Env) -> WhatsAppSettings:
    api_url = env.str("WHATSAPP_API_URL", "", validate=check_api_url) or ""
    version = env.str("WHATSAPP_API_VERSION", "v24.0", validate=check_version) or "v24.0"
    prices = env.str("WHATSAPP_PRICES", None, validate=check_prices)
    return WhatsAppSettings(
        token=(env.str("WHATSAPP_TOKEN", "", validate=check_word) or "").strip(),
        phone_number_id=(env.str("WHATSAPP_PHONE_NUMBER_ID", "", validate=check_digits) or "").strip(),
        business_id=(env.str("WHATSAPP_BUSINESS_ID", "", validate=check_digits) or "").strip(),
        app_secret=(env.str("WHATSAPP_APP_SECRET", "", validate=check_word) or "").strip(),
        verify_token=(env.str("WHATSAPP_VERIFY_TOKEN", "", validate=check_word) or "").strip(),
        api_url=api_url.strip().rstrip("/"),
        api_version=version.strip(),
        pace=_read_number(env, "WHATSAPP_PACE", 72, within=(1, 1000)),
        chats_a_day=_read_number(env, "WHATSAPP_CHATS_A_DAY", 250, within=(1, 1_000_000)),
        notices_a_month=_read_number_or_none(env, "WHATSAPP_NOTICES_A_MONTH", within=(0, 10_000_000)),
        prices=None if prices is None else prices.strip(),
    )


def _check_whatsapp(found: WhatsAppSettings) -> None:
    needed = ("token", "phone_number_id", "business_id", "app_secret", "verify_token")
    missing = [f"SUNUSH_WHATSAPP_{name.upper()}" for name in needed if not getattr(found, name)]
    if 0 < len(missing) < len(needed):
        raise SettingsRefused(f"{', '.join(missing)}: must be set as well, or nothing of WhatsApp at all")


def _check_bucket(bucket: BucketAt) -> None:
    if bucket.url and not (bucket.key_id and bucket.secret):
        raise SettingsRefused("SUNUSH_MEDIA_URL: SUNUSH_MEDIA_KEY_ID and SUNUSH_MEDIA_SECRET must be set as well")
    if bucket.url and not is_installed():
        raise SettingsRefused("SUNUSH_MEDIA_URL needs the library obstore: pip install sunush[s3]")


def _read_bucket(env: Env) -> BucketAt:
    url = (env.str("MEDIA_URL", "", validate=check_bucket_url) or "").strip()
    endpoint = (env.str("MEDIA_ENDPOINT", "", validate=check_api_url) or "").strip()
    region = (env.str("MEDIA_REGION", "us-east-1", validate=check_entry) or "us-east-1").strip()
    key_id = (env.str("MEDIA_KEY_ID", "", validate=check_key) or "").strip()
    secret = (env.str("MEDIA_SECRET", "", validate=check_word) or "").strip()
    return BucketAt(url.rstrip("/"), endpoint.rstrip("/"), region, key_id, secret)


def _read_web(env: Env) -> WebSettings:
    listen = env.str("WEB_LISTEN", LISTEN, validate=check_listen) or LISTEN
    url = env.str("WEB_URL", "", validate=check_web_url) or ""
    metrics = (env.str("WEB_METRICS_TOKEN", "", validate=check_secret) or "").strip()
    chat = (env.str("WEB_CHAT", "auto", validate=one_of(("auto", *SWITCH))) or "auto").lower()
    embedding = env.str("WEB_EMBED", "", validate=check_origins) or ""
    return WebSettings(
        listen.strip(),
        url.strip().rstrip("/"),
        metrics,
        chat,
        tuple(embedding.split()),
    )


def _read_retention(env: Env) -> Retention:
    days = (1, 365)
    return Retention(
        raw_days=_read_number(env, "KEEP_RAW_DAYS", 30, within=days),
        draft_days=_read_number(env, "KEEP_DRAFT_DAYS", 14, within=days),
        media_days=_read_number(env, "KEEP_MEDIA_DAYS", 365, within=(1, 3650)),
        copy_days=_read_number(env, "KEEP_COPY_DAYS", 30, within=days),
        export_hours=_read_number(env, "KEEP_EXPORT_HOURS", 24, within=(1, 168)),
    )


def _check_lines(dotenv: Path) -> None:
    if dotenv.stat().st_size > LARGEST:
        raise SettingsRefused(f"{dotenv} is larger than {LARGEST} bytes: write it anew, or remove it.")
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

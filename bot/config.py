"""Reads the settings of an install: the only reader of the environment and of .env in the working folder."""

import io
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from dotenv.parser import parse_stream
from environs import Env
from environs.exceptions import EnvError, EnvValidationError

from bot.config_accounts import (
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
    one_of,
    read_days,
    read_hours,
    read_parts,
    whole_number,
)
from bot.settings import LISTEN, Retention, Settings, WebSettings
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
    data_dir = Path(env.str("DATA_DIR", "data", validate=check_path) or "")
    url = env.str("DATABASE_URL", "", validate=check_url)
    listen_url = env.str("LISTEN_URL", "", validate=check_url) or ""
    pgbouncer = env.str("PGBOUNCER", "0", validate=one_of(SWITCH)) == "1"
    pool = env.str("POOL", "16", validate=whole_number(4, 200)) or "16"
    key_file = Path(env.str("KEY_FILE", "sunush.key", validate=check_path) or "")
    log_level = env.str("LOG_LEVEL", "WARNING", validate=one_of(LOG_LEVELS))
    log_format = env.str("LOG_FORMAT", "text", validate=one_of(LOG_FORMATS))
    answer_days = env.str("ANSWER_DAYS", None, validate=whole_number(1, 60))
    days_off = env.str("EXTRA_DAYS_OFF", None, validate=read_days)
    working_days = env.str("EXTRA_WORKING_DAYS", None, validate=read_days)
    notice_days = env.str("NOTICE_DAYS", None, validate=whole_number(0, 60))
    complaint_phones = env.str("COMPLAINT_PHONES", None, validate=check_complaint_phones)
    quiet_hours = env.str("QUIET_HOURS", None, validate=read_hours)
    erasures = env.str("ERASURES_FILE", None, validate=check_path)
    telegram, web, retention = _read_telegram(env), _read_web(env), _read_retention(env)
    bucket = _read_bucket(env)
    whatsapp = _read_whatsapp(env)
    numbers = {
        "drafts": env.str("DRAFTS", None, validate=whole_number(1, 20)),
        "proposals_a_day": env.str("PROPOSALS_A_DAY", None, validate=whole_number(1, 1000)),
        "files_a_day": env.str("FILES_A_DAY", None, validate=whole_number(1, 10_000)),
        "megabytes_a_day": env.str("MEGABYTES_A_DAY", None, validate=whole_number(20, 100_000)),
        "take_back": env.str("TAKE_BACK", None, validate=whole_number(0, 3600)),
    }
    least_free = env.str("LEAST_FREE_MB", "500", validate=whole_number(0, 1_000_000)) or "500"
    pace_parts = env.str("PACE_PARTS", "50/30/20", validate=check_parts)
    copies = env.str("COPIES", "", validate=check_path_or_none) or ""
    listed = env.str("CHANNELS_FILE", "", validate=check_path_or_none) or ""
    try:
        env.seal()
    except EnvValidationError as error:
        raise SettingsRefused(_say_in_sentences(error)) from error
    except EnvError as error:
        raise SettingsRefused(str(error)) from error
    whatsapp = _check_whole(whatsapp)
    if bucket.url and not (bucket.key_id and bucket.secret):
        raise SettingsRefused("SUNUSH_MEDIA_URL: SUNUSH_MEDIA_KEY_ID and SUNUSH_MEDIA_SECRET must be set as well")
    if bucket.url and not is_installed():
        raise SettingsRefused("SUNUSH_MEDIA_URL needs the library obstore: pip install sunush[s3]")
    settings = Settings(
        data_dir=data_dir,
        database_url=url or f"sqlite:///{data_dir / 'sunush.db'}",
        key_file=key_file,
        listen_url=listen_url,
        pgbouncer=pgbouncer,
        pool=int(pool),
        log_level=log_level.upper(),
        log_format=log_format.lower(),
        answer_days=None if answer_days is None else int(answer_days),
        extra_days_off=None if days_off is None else read_days(days_off),
        extra_working_days=None if working_days is None else read_days(working_days),
        notice_days=None if notice_days is None else int(notice_days),
        complaint_phones=None if complaint_phones is None else complaint_phones.strip(),
        quiet_hours=None if quiet_hours is None else read_hours(quiet_hours),
        **{name: None if given is None else int(given) for name, given in numbers.items()},
        least_free_mb=int(least_free),
        pace_parts=read_parts(pace_parts or ""),
        copies=Path(copies) if copies.strip() else None,
        telegram=telegram,
        whatsapp=whatsapp,
        listed=_read_listed(listed.strip(), telegram, whatsapp),
        web=web,
        bucket=bucket,
        retention=retention,
        erasures=None if erasures is None else Path(erasures),
    )
    _check_webhooks(settings)
    if pgbouncer and not listen_url:
        raise SettingsRefused(
            "SUNUSH_PGBOUNCER=1 needs SUNUSH_LISTEN_URL, the address of PostgreSQL itself: locks of accounts need a session."
        )
    return settings


def _read_listed(file: str, telegram: TelegramSettings, whatsapp: WhatsAppSettings) -> ListedAccounts:
    if not file:
        return ListedAccounts()
    before = tuple(one for one in (telegram, whatsapp) if one.token)
    try:
        return read_accounts(Path(file), before=before, find_variable=os.environ.get)
    except AccountsRefused as error:
        raise SettingsRefused(f"SUNUSH_CHANNELS_FILE: {error}") from error


def _check_webhooks(settings: Settings) -> None:
    for one in (settings.telegram, *settings.listed.accounts):
        if isinstance(one, TelegramSettings) and one.webhook and not settings.web.url:
            asked = f"SUNUSH_CHANNELS_FILE: [{one.name}]: webhook" if one.name else "SUNUSH_TELEGRAM_WEBHOOK"
            raise SettingsRefused(f"{asked} needs SUNUSH_WEB_URL, the public https:// address of this computer.")


def _read_telegram(env: Env) -> TelegramSettings:
    # A value that cannot be used is None here; seal() names it once every variable was read.
    token = env.str("TELEGRAM_TOKEN", "", validate=check_token) or ""
    api_url = env.str("TELEGRAM_API_URL", "", validate=check_api_url) or ""
    pace = env.str("TELEGRAM_PACE", "30", validate=whole_number(1, 1000)) or "30"
    webhook = env.str("TELEGRAM_WEBHOOK", "0", validate=one_of(SWITCH)) == "1"
    secret = env.str("TELEGRAM_WEBHOOK_SECRET", "", validate=check_secret) or ""
    return TelegramSettings(token.strip(), api_url.strip().rstrip("/"), int(pace), webhook, secret.strip())


def _read_whatsapp(env: Env) -> WhatsAppSettings:
    api_url = env.str("WHATSAPP_API_URL", "", validate=check_api_url) or ""
    version = env.str("WHATSAPP_API_VERSION", "v24.0", validate=check_version) or "v24.0"
    pace = env.str("WHATSAPP_PACE", "72", validate=whole_number(1, 1000)) or "72"
    day = env.str("WHATSAPP_CHATS_A_DAY", "250", validate=whole_number(1, 1_000_000)) or "250"
    month = env.str("WHATSAPP_NOTICES_A_MONTH", None, validate=whole_number(0, 10_000_000))
    prices = env.str("WHATSAPP_PRICES", None, validate=check_prices)
    return WhatsAppSettings(
        token=(env.str("WHATSAPP_TOKEN", "", validate=check_word) or "").strip(),
        phone_number_id=(env.str("WHATSAPP_PHONE_NUMBER_ID", "", validate=check_digits) or "").strip(),
        business_id=(env.str("WHATSAPP_BUSINESS_ID", "", validate=check_digits) or "").strip(),
        app_secret=(env.str("WHATSAPP_APP_SECRET", "", validate=check_word) or "").strip(),
        verify_token=(env.str("WHATSAPP_VERIFY_TOKEN", "", validate=check_word) or "").strip(),
        api_url=api_url.strip().rstrip("/"),
        api_version=version.strip(),
        pace=int(pace),
        chats_a_day=int(day),
        notices_a_month=None if month is None else int(month),
        prices=None if prices is None else prices.strip(),
    )


def _check_whole(found: WhatsAppSettings) -> WhatsAppSettings:
    needed = ("token", "phone_number_id", "business_id", "app_secret", "verify_token")
    missing = [f"SUNUSH_WHATSAPP_{name.upper()}" for name in needed if not getattr(found, name)]
    if 0 < len(missing) < len(needed):
        raise SettingsRefused(f"{', '.join(missing)}: must be set as well, or nothing of WhatsApp at all")
    return found


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
    days = whole_number(1, 365)
    return Retention(
        raw_days=int(env.str("KEEP_RAW_DAYS", "30", validate=days) or 30),
        draft_days=int(env.str("KEEP_DRAFT_DAYS", "14", validate=days) or 14),
        media_days=int(env.str("KEEP_MEDIA_DAYS", "365", validate=whole_number(1, 3650)) or 365),
        copy_days=int(env.str("KEEP_COPY_DAYS", "30", validate=days) or 30),
        export_hours=int(env.str("KEEP_EXPORT_HOURS", "24", validate=whole_number(1, 168)) or 24),
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

"""Settings come from the environment, and from .env in the working folder only. Whatever is wrong is named in one line."""

import os
from datetime import date
from operator import attrgetter
from pathlib import Path

import pytest

from bot.config import SettingsRefused, find_proxy, from_env
from bot.settings import Settings
from storage.media.bucket import BucketAt, MediaBucket
from storage.media.folder import MediaFolder

DEFAULTS = Settings(data_dir=Path("data"), database_url="sqlite:///data/sunush.db", key_file=Path("sunush.key"))
SECRET = "An-Own-Secret_of-forty-signs-0123456789ab"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The working folder, inside another; nothing of ours in the environment."""
    for name in [name for name in os.environ if name.startswith("SUNUSH_")]:
        monkeypatch.delenv(name)
    working = tmp_path / "parent" / "working"
    working.mkdir(parents=True)
    monkeypatch.chdir(working)
    return working


def dotenv(folder, *lines):
    (folder / ".env").write_text("\n".join(lines), "utf-8")


def refusal():
    """The one line of what was refused."""
    with pytest.raises(SettingsRefused) as refused:
        from_env()
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_nothing_need_be_set():
    assert from_env() == DEFAULTS


def test_every_folder_lies_in_the_data_folder(monkeypatch):
    monkeypatch.setenv("SUNUSH_DATA_DIR", "/srv/sunush")
    settings = from_env()
    assert settings.database_url == "sqlite:////srv/sunush/sunush.db"
    places = [settings.states_dir, settings.media_dir, settings.backup_dir]
    assert [str(place) for place in places] == ["/srv/sunush/states", "/srv/sunush/media", "/srv/sunush/backups"]
    assert settings.key_file == Path("sunush.key")


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("DATA_DIR", "/srv/a b/маалымат", "data_dir", Path("/srv/a b/маалымат")),
        ("KEY_FILE", "/etc/sunush.key", "key_file", Path("/etc/sunush.key")),
        ("DATABASE_URL", "postgresql://u:p@h:5432/sunush", "database_url", "postgresql://u:p@h:5432/sunush"),
        ("DATABASE_URL", "sqlite:////srv/x.db", "database_url", "sqlite:////srv/x.db"),
        ("DATABASE_URL", "", "database_url", "sqlite:///data/sunush.db"),
        ("POOL", "40", "pool", 40),
        ("LOG_LEVEL", "DEBUG", "log_level", "DEBUG"),
        ("LOG_LEVEL", "info", "log_level", "INFO"),
        ("LOG_FORMAT", "json", "log_format", "json"),
        ("LOG_FORMAT", "TEXT", "log_format", "text"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:8081/", "telegram.api_url", "http://127.0.0.1:8081"),
        ("TELEGRAM_API_URL", "http://[::1]:8081", "telegram.api_url", "http://[::1]:8081"),
        ("TELEGRAM_API_URL", "http://localhost:8081", "telegram.api_url", "http://localhost:8081"),
        ("TELEGRAM_API_URL", "https://bots.example.kg", "telegram.api_url", "https://bots.example.kg"),
        ("TELEGRAM_PACE", "1", "telegram.pace", 1),
        ("TELEGRAM_PACE", " 1000 ", "telegram.pace", 1000),
        ("TELEGRAM_WEBHOOK", "0", "telegram.webhook", False),
        ("TELEGRAM_WEBHOOK_SECRET", f" {SECRET} ", "telegram.webhook_secret", SECRET),
        ("WHATSAPP_API_URL", "http://127.0.0.1:9/", "whatsapp.api_url", "http://127.0.0.1:9"),
        ("WHATSAPP_API_VERSION", " v25.0 ", "whatsapp.api_version", "v25.0"),
        ("WHATSAPP_PACE", "1", "whatsapp.pace", 1),
        ("WEB_LISTEN", "0.0.0.0:80", "web.address", ("0.0.0.0", 80)),
        ("WEB_LISTEN", "[::1]:8080", "web.address", ("::1", 8080)),
        ("WEB_URL", " https://sunush.example.kg/bot/ ", "web.url", "https://sunush.example.kg/bot"),
        ("WEB_METRICS_TOKEN", "hush" * 8, "web.metrics_token", "hush" * 8),
        ("ANSWER_DAYS", "1", "answer_days", 1),
        ("ANSWER_DAYS", " 60 ", "answer_days", 60),
        ("EXTRA_DAYS_OFF", "", "extra_days_off", frozenset()),
        ("EXTRA_DAYS_OFF", "2027-03-21", "extra_days_off", frozenset({date(2027, 3, 21)})),
        (
            "EXTRA_WORKING_DAYS",
            " 2027-03-21 , 2027-05-01,",
            "extra_working_days",
            frozenset({date(2027, 3, 21), date(2027, 5, 1)}),
        ),
        ("NOTICE_DAYS", "0", "notice_days", 0),
        ("QUIET_HOURS", " 22 - 8 ", "quiet_hours", (22, 8)),
        ("QUIET_HOURS", "0-0", "quiet_hours", (0, 0)),
        ("TAKE_BACK", "0", "take_back", 0),
        (
            "WHATSAPP_PRICES",
            " utility=0.0088 service=0,0044 USD ",
            "whatsapp.prices",
            "utility=0.0088 service=0,0044 USD",
        ),
        ("WHATSAPP_PRICES", "", "whatsapp.prices", ""),
        ("COMPLAINT_PHONES", " prosecutor=0312 000000 ", "complaint_phones", "prosecutor=0312 000000"),
        ("PACE_PARTS", "60/ 30/10", "pace_parts", (60, 30, 10)),
    ],
)
def test_each_variable_is_read(monkeypatch, folder, name, value, field, read):
    monkeypatch.setenv(f"SUNUSH_{name}", value)
    assert attrgetter(field)(from_env()) == read
    monkeypatch.delenv(f"SUNUSH_{name}")
    dotenv(folder, f"SUNUSH_{name}='{value}'")
    assert attrgetter(field)(from_env()) == read


def test_behind_pgbouncer_the_address_of_postgresql_itself_is_asked_for(monkeypatch):
    monkeypatch.setenv("SUNUSH_PGBOUNCER", "1")
    with pytest.raises(SettingsRefused, match="SUNUSH_PGBOUNCER=1 needs SUNUSH_LISTEN_URL"):
        from_env()
    monkeypatch.setenv("SUNUSH_LISTEN_URL", "postgresql://u@h/sunush")
    assert from_env().pgbouncer


BAD = [
    ("DATA_DIR", "", "must name a place"),
    ("DATA_DIR", "  ", "must name a place"),
    ("KEY_FILE", "", "must name a place"),
    ("DATABASE_URL", "mysql://u:hush@h/x", "must be like sqlite:////folder/sunush.db or postgresql://"),
    ("DATABASE_URL", "sqlite://", "must be like"),
    ("DATABASE_URL", "sqlite:///:memory:", "must be like"),
    ("DATABASE_URL", "sqlite:///data/sunush.db?timeout=abc", "must be like"),
    ("DATABASE_URL", "sqlite:///data/sunush.db?mode=ro", "must be like"),
    ("DATABASE_URL", "sqlite://host/data/sunush.db", "must be like"),
    ("DATABASE_URL", "postgresql://u:hush@h:port/x", "must be like"),
    ("DATABASE_URL", "data/sunush.db", "must be like"),
    ("POOL", "3", "must be a whole number from 4 to 200"),
    ("LOG_LEVEL", "loud", "must be one of DEBUG, INFO, WARNING, ERROR"),
    ("LOG_LEVEL", "", "must be one of"),
    ("LOG_FORMAT", "xml", "must be one of text, json"),
    ("TELEGRAM_PACE", "0", "must be a whole number from 1 to 1000"),
    ("TELEGRAM_PACE", "", "must be a whole number"),
    ("TELEGRAM_PACE", "25.5", "must be a whole number"),
    ("TELEGRAM_API_URL", "http://api.telegram.org", "must begin with https://"),
    ("TELEGRAM_API_URL", "http://192.168.1.5:8081", "must begin with https://"),
    ("TELEGRAM_API_URL", "http://localhost.example.org", "must begin with https://"),
    ("TELEGRAM_API_URL", "http://127.0.0.1@example.org", "must be an address such as"),
    ("TELEGRAM_API_URL", "https://u:hush@example.org", "must be an address such as"),
    ("TELEGRAM_API_URL", "http://[::1", "must be an address such as"),
    ("TELEGRAM_API_URL", "http://127.0.0.1:99999", "must be an address such as"),
    ("TELEGRAM_API_URL", "https://256.1.1.1", "must be an address such as"),
    ("TELEGRAM_API_URL", "127.0.0.1:8081", "must be an address such as"),
    ("TELEGRAM_WEBHOOK", "yes", "must be one of 0, 1"),
    ("TELEGRAM_WEBHOOK_SECRET", "hush", "must be 32 to 256 letters, digits, - or _"),
    ("TELEGRAM_WEBHOOK_SECRET", "hush" * 7 + "/hush", "must be 32 to 256 letters"),
    ("WHATSAPP_TOKEN", "hush hush hush", "must be 8 to 1000 Latin letters"),
    ("WHATSAPP_APP_SECRET", "hush", "must be 8 to 1000 Latin letters"),
    ("WHATSAPP_PHONE_NUMBER_ID", "+996 312 555000", "must be the id that Meta shows"),
    ("WHATSAPP_BUSINESS_ID", "Көк-Жар", "must be the id that Meta shows"),
    ("WHATSAPP_API_URL", "http://graph.facebook.com", "must begin with https://"),
    ("WHATSAPP_API_URL", "http://[", "must be an address such as"),
    ("WHATSAPP_API_URL", "https://[zz]", "must be an address such as"),
    ("WHATSAPP_API_VERSION", "24", "must be a version of the Graph API such as v24.0"),
    ("WHATSAPP_PACE", "0", "must be a whole number from 1 to 1000"),
    ("WHATSAPP_PRICES", "0.0088 USD", "must be prices and a currency, such as: utility=0.0088 service=0.0044 USD"),
    ("WHATSAPP_PRICES", "utility=0.0088", "must be prices and a currency"),
    ("WHATSAPP_PRICES", "utility=-1 USD", "must be prices and a currency"),
    ("COMPLAINT_PHONES", "police=102", "must be telephones by door, such as: prosecutor=0312 000000"),
    ("COMPLAINT_PHONES", "prosecutor=Асан", "must be telephones by door"),
    ("WEB_LISTEN", "8080", "must be a host and a port such as 127.0.0.1:8080"),
    ("WEB_LISTEN", "127.0.0.1:70000", "must be a host and a port"),
    ("WEB_LISTEN", "", "must be a host and a port"),
    ("WEB_LISTEN", "256.1.1.1:80", "must be a host and a port"),
    ("WEB_LISTEN", "[:::]:80", "must be a host and a port"),
    ("WEB_LISTEN", "a..b:80", "must be a host and a port"),
    ("WEB_EMBED", "https://kokjar.example.kg:99999", "must be sites such as"),
    ("WEB_URL", "https://[::1", "must be an address such as https://"),
    ("WEB_URL", "https://sunush.example.kg:x", "must be an address such as https://"),
    ("WEB_URL", "https://-.kg", "must be an address such as https://"),
    ("WEB_URL", "http://sunush.example.kg", "must begin with https://"),
    ("WEB_URL", "sunush.example.kg", "must be an address such as https://"),
    ("WEB_URL", "https://u:hush@sunush.example.kg", "must be an address such as https://"),
    ("WEB_URL", "https://sunush.example.kg/?a=b", "must be an address such as https://"),
    ("WEB_METRICS_TOKEN", "hush", "must be 32 to 256 letters, digits, - or _"),
    ("ANSWER_DAYS", "0", "must be a whole number from 1 to 60"),
    ("ANSWER_DAYS", "61", "must be a whole number"),
    ("ANSWER_DAYS", "-1", "must be a whole number"),
    ("ANSWER_DAYS", "14.5", "must be a whole number"),
    ("ANSWER_DAYS", "fourteen", "must be a whole number"),
    ("ANSWER_DAYS", "", "must be a whole number"),
    ("ANSWER_DAYS", "١٤", "must be a whole number"),
    ("ANSWER_DAYS", "9" * 5000, "must be a whole number"),
    ("EXTRA_DAYS_OFF", "21.03.2027", "must be days like 2027-03-21 with commas between them"),
    ("EXTRA_DAYS_OFF", "2027-02-30", "must be days like"),
    ("EXTRA_DAYS_OFF", "2027-03-21;2027-05-01", "must be days like"),
    ("EXTRA_WORKING_DAYS", "2027-03-21, soon", "must be days like"),
    ("NOTICE_DAYS", "61", "must be a whole number from 0 to 60"),
    ("QUIET_HOURS", "22", "must be two hours of the day such as 22-8"),
    ("PACE_PARTS", "50/30", "must be three whole numbers that make 100"),
    ("PACE_PARTS", "50/30/30", "must be three whole numbers that make 100"),
    ("PACE_PARTS", "0/50/50", "must be three whole numbers that make 100"),
    ("PACE_PARTS", "", "must be three whole numbers that make 100"),
    ("QUIET_HOURS", "22-24", "must be two hours"),
    ("QUIET_HOURS", "", "must be two hours"),
    ("MEDIA_URL", "https://s3.example.kg/sunush", "must be a bucket"),
    ("MEDIA_URL", "s3://Sunush", "must be a bucket"),
    ("MEDIA_ENDPOINT", "http://s3.example.kg", "must begin with https://"),
    ("MEDIA_ENDPOINT", "https://[::1", "must be an address such as"),
    ("MEDIA_REGION", "Bishkek 1", "must be 1 to 32 small Latin"),
    ("MEDIA_KEY_ID", "a b c", "must be the id of the key"),
    ("MEDIA_SECRET", "short", "must be 8 to 1000"),
]


@pytest.mark.parametrize(("name", "value", "words"), BAD)
def test_a_bad_value_is_named_with_what_it_must_be(monkeypatch, name, value, words):
    monkeypatch.setenv(f"SUNUSH_{name}", value)
    told = refusal()
    assert told.startswith(f"SUNUSH_{name}: {words}")
    assert "hush" not in told


def test_a_webhook_without_an_address_that_is_called_is_refused(monkeypatch):
    monkeypatch.setenv("SUNUSH_TELEGRAM_WEBHOOK", "1")
    assert refusal() == "SUNUSH_TELEGRAM_WEBHOOK needs SUNUSH_WEB_URL, the public https:// address of this computer."
    monkeypatch.setenv("SUNUSH_WEB_URL", "https://sunush.example.kg")
    assert from_env().telegram.webhook


def test_a_part_of_what_whatsapp_needs_is_refused_and_all_of_it_is_read(monkeypatch):
    given = {"TOKEN": "EAAG-hush", "PHONE_NUMBER_ID": "106540352242922", "BUSINESS_ID": "102290129340398"}
    for name, value in given.items():
        monkeypatch.setenv(f"SUNUSH_WHATSAPP_{name}", value)
    both = "SUNUSH_WHATSAPP_APP_SECRET, SUNUSH_WHATSAPP_VERIFY_TOKEN"
    assert refusal() == f"{both}: must be set as well, or nothing of WhatsApp at all"
    monkeypatch.setenv("SUNUSH_WHATSAPP_APP_SECRET", "hush-of-the-app")
    monkeypatch.setenv("SUNUSH_WHATSAPP_VERIFY_TOKEN", "hush-word")
    found = from_env().whatsapp
    assert (found.token, found.phone_number_id, found.verify_token) == ("EAAG-hush", "106540352242922", "hush-word")
    assert "hush" not in repr(found)


def test_files_go_into_a_bucket_where_all_that_opens_it_is_set_and_the_library_is_there(monkeypatch):
    assert isinstance(from_env().media, MediaFolder)
    monkeypatch.setenv("SUNUSH_MEDIA_URL", "s3://sunush/kokjar/")
    assert "SUNUSH_MEDIA_KEY_ID and SUNUSH_MEDIA_SECRET" in refusal()
    monkeypatch.setenv("SUNUSH_MEDIA_KEY_ID", "kokjar")
    monkeypatch.setenv("SUNUSH_MEDIA_SECRET", SECRET)
    monkeypatch.setenv("SUNUSH_MEDIA_ENDPOINT", "http://127.0.0.1:9000/")
    settings = from_env()
    assert settings.bucket == BucketAt(
        "s3://sunush/kokjar", "http://127.0.0.1:9000", "us-east-1", "kokjar", SECRET
    )  # fmt: skip
    assert isinstance(settings.media, MediaBucket)
    assert settings.media is from_env().media
    assert SECRET not in repr(settings)
    monkeypatch.setattr("storage.media.bucket.find_spec", lambda name: None)
    assert refusal().endswith("pip install sunush[s3]")


def test_all_bad_values_are_named_in_one_line(monkeypatch):
    bad = {name: value for name, value, _ in BAD}
    for name, value in bad.items():
        monkeypatch.setenv(f"SUNUSH_{name}", value)
    told = refusal().split("; ")
    assert [each.partition(":")[0] for each in told if each.startswith("SUNUSH_")] == sorted(f"SUNUSH_{n}" for n in bad)


def test_dotenv_is_read_in_the_working_folder(folder):
    dotenv(
        folder, "# remarks and empty lines are allowed", "", "export SUNUSH_LOG_LEVEL=ERROR", 'SUNUSH_ANSWER_DAYS="10"'
    )
    assert (from_env().log_level, from_env().answer_days) == ("ERROR", 10)


def test_dotenv_of_a_parent_folder_is_not_read(folder):
    dotenv(folder.parent, "SUNUSH_LOG_LEVEL=ERROR")
    assert from_env() == DEFAULTS


def test_dotenv_of_a_named_folder_is_read_instead(folder):
    dotenv(folder, "SUNUSH_LOG_LEVEL=ERROR")
    dotenv(folder.parent, "SUNUSH_LOG_LEVEL=DEBUG")
    assert from_env(folder.parent).log_level == "DEBUG"


def test_the_environment_goes_before_dotenv(monkeypatch, folder):
    dotenv(folder, "SUNUSH_LOG_LEVEL=ERROR", "SUNUSH_LOG_FORMAT=json")
    monkeypatch.setenv("SUNUSH_LOG_LEVEL", "DEBUG")
    assert (from_env().log_level, from_env().log_format) == ("DEBUG", "json")


def test_reading_dotenv_leaves_the_environment_alone(folder):
    dotenv(folder, "SUNUSH_LOG_LEVEL=ERROR")
    before = dict(os.environ)
    from_env()
    assert dict(os.environ) == before


def test_what_is_not_ours_is_left_alone(monkeypatch, folder):
    monkeypatch.setenv("LOG_LEVEL", "loud")
    dotenv(folder, "DATA_DIR=", "OTHER=1")
    assert from_env() == DEFAULTS


def test_a_folder_named_dotenv_is_no_file_of_settings(folder):
    (folder / ".env").mkdir()
    assert from_env() == DEFAULTS


def test_a_line_of_dotenv_that_says_nothing_is_named(folder):
    dotenv(folder, "SUNUSH_LOG_LEVEL=ERROR", "= =", 'SUNUSH_DATA_DIR="half')
    assert refusal() == f"{folder / '.env'}, line 2, 3: write NAME=value, or # before a remark."


def test_a_dotenv_that_is_no_text_is_refused(folder):
    (folder / ".env").write_bytes("SUNUSH_DATA_DIR=маалымат".encode("cp1251"))
    assert "cannot be read as UTF-8 text" in refusal()


def test_a_bad_value_of_dotenv_is_named_too(folder):
    dotenv(folder, "SUNUSH_ANSWER_DAYS=many")
    assert refusal() == "SUNUSH_ANSWER_DAYS: must be a whole number from 1 to 60"


def test_a_proxy_is_taken_from_the_environment_unless_it_excepts_the_host(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "NO_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", "http://sunush:word@proxy.invalid:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1,own.invalid")
    assert find_proxy("https://api.telegram.org") == "http://sunush:word@proxy.invalid:3128"
    assert find_proxy("https://own.invalid:8081") is None
    assert find_proxy("http://api.telegram.org") is None

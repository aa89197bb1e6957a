"""What a setting must be like: each check refuses a value in words that say what it must be instead."""

import errno
import ipaddress
import re
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from marshmallow import ValidationError

from storage.database.engine import make_database_url


def check_token(value: str) -> None:
    """A bot's token."""
    if value.strip() and not re.fullmatch(r"[0-9]{5,}:[A-Za-z0-9_-]{20,}", value.strip()):
        raise ValidationError("must be the token BotFather gave, such as 123456:ABC-DEF…")  # never shown itself


def check_api_url(value: str) -> None:
    """The address of a Bot API server."""
    _check_address(value, such_as="http://127.0.0.1:8081", why_https=" where the server is not on this computer")


def _check_address(value: str, *, such_as: str, why_https: str) -> None:
    # Nobody's name and password may stand in it: it is shown where something fails.
    address = value.strip()
    if not address:
        return
    host = _read_host(address) if re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", address) else ""
    if not host:
        raise ValidationError(f"must be an address such as {such_as}")
    if address.startswith("http://") and not is_loopback(host):
        # The token and every message would cross the network for everybody to read.
        raise ValidationError(f"must begin with https://{why_https}")


def _read_host(address: str) -> str:
    """The host of an address whose host and port there can be, else nothing."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # half an IPv6 address, or a port that is none
        return ""
    return host if port != 0 and _can_be_host(host) else ""


def _can_be_host(host: str) -> bool:
    # What ends in a number is an IPv4 address to whoever connects. Letters of other scripts are xn--… there.
    if ":" in host or re.search(r"(^|\.)[0-9]+$", host):
        try:
            return bool(ipaddress.ip_address(host))
        except ValueError:
            return False
    label = r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
    return len(host) <= 253 and re.fullmatch(rf"({label}\.)*{label}", host) is not None


def check_bucket_url(value: str) -> None:
    """A bucket of S3-compatible storage, perhaps with a prefix."""
    if value.strip() and not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._-]+)*/?", value.strip()):
        raise ValidationError("must be a bucket, perhaps with a prefix, such as s3://sunush/kokjar")


def check_key(value: str) -> None:
    """The id of a key to such storage."""
    if value.strip() and not re.fullmatch(r"[!-~]{3,128}", value.strip()):
        raise ValidationError("must be the id of the key: 3 to 128 Latin letters and digits")


def check_web_url(value: str) -> None:
    """The public address: below it messengers call us, so it is https:// unless it is this computer's own."""
    _check_address(value, such_as="https://sunush.example.kg", why_https=", which a proxy such as Caddy serves")


def check_origins(value: str) -> None:
    """Sites that may show the web chat in a frame: origins, parted by spaces."""
    if not all(re.fullmatch(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?", one) and _read_host(one) for one in value.split()):
        raise ValidationError("must be sites such as https://kokjar.example.kg, parted by spaces")


def check_listen(value: str) -> None:
    """A host and a port to listen on."""
    found = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})", value.strip())
    if found is None or int(found[2]) > 65_535 or not _can_be_host(found[1].strip("[]")):
        raise ValidationError("must be a host and a port such as 127.0.0.1:8080 or [::1]:8080")


def check_secret(value: str) -> None:
    """What Telegram takes as a webhook's secret, and nobody guesses."""
    if value.strip() and not re.fullmatch(r"[A-Za-z0-9_-]{32,256}", value.strip()):
        raise ValidationError("must be 32 to 256 letters, digits, - or _")  # never shown itself


def check_digits(value: str) -> None:
    """An id that Meta gives: digits alone."""
    if value.strip() and not re.fullmatch(r"[0-9]{5,30}", value.strip()):
        raise ValidationError("must be the id that Meta shows, digits alone; it is not the phone number itself")


def check_word(value: str) -> None:
    """A secret without spaces."""
    if value.strip() and not re.fullmatch(r"[!-~]{8,1000}", value.strip()):
        raise ValidationError("must be 8 to 1000 Latin letters, digits or signs without a space")  # never shown itself


def check_entry(value: str) -> None:
    """A name of an entry, or the code of an aimak."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,31}", value):
        raise ValidationError("must be 1 to 32 small Latin letters and digits, as in kokjar")


def check_version(value: str) -> None:
    """A version of the Graph API."""
    if value.strip() and not re.fullmatch(r"v[0-9]{1,3}\.[0-9]{1,2}", value.strip()):
        raise ValidationError("must be a version of the Graph API such as v24.0")


def is_loopback(host: str) -> bool:
    """Whether a host is this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def one_of(allowed: tuple[str, ...]) -> Callable[[str], None]:
    """One of some words."""

    def check(value: str) -> None:
        if value.upper() not in {word.upper() for word in allowed}:
            raise ValidationError(f"must be one of {', '.join(allowed)}")

    return check


def whole_number(least: int, most: int) -> Callable[[str], None]:
    """A whole number within bounds."""

    def check(value: str) -> None:
        digits = value.strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10 and least <= int(digits) <= most):
            raise ValidationError(f"must be a whole number from {least} to {most}")

    return check


def read_parts(value: str) -> tuple[int, int, int]:
    """The shares of replies, answers and notices."""
    replies, answers, notices = (int(part) for part in value.split("/"))
    return replies, answers, notices


def check_parts(value: str) -> None:
    """Three shares that make a hundred."""
    parts = [part.strip() for part in value.split("/")]
    if not all(part.isascii() and part.isdigit() and 0 < len(part) < 3 for part in parts) or (
        len(parts) != 3 or 0 in map(int, parts) or sum(map(int, parts)) != 100
    ):
        raise ValidationError("must be three whole numbers that make 100, such as 50/30/20")


def check_path(value: str) -> None:
    """A place on the disk."""
    if not value.strip() or "\0" in value:
        raise ValidationError("must name a place; leave the variable out for the usual one")


def is_no_file(path: Path) -> bool:
    """Whether a place holds something else than a file: a pipe may never begin, a device never ends."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False  # it may come to be one
    except OSError as error:
        return error.errno == errno.ELOOP  # whatever else keeps it from being read is said by whoever reads it


def check_path_or_none(value: str) -> None:
    """A place on the disk, or nothing."""
    if value:
        check_path(value)


def check_prices(value: str) -> None:
    """Prices by kind, and their currency; nothing means that none are known."""
    part = r"(utility|marketing|service)=[0-9]{1,5}([.,][0-9]{1,6})?"
    if value.strip() and not re.fullmatch(rf"({part}\s+)+[A-Z]{{3}}", value.strip()):
        raise ValidationError("must be prices and a currency, such as: utility=0.0088 service=0.0044 USD")


COMPLAINT_DOORS = ("prosecutor", "ombudsman", "anticorruption", "kenesh")


def check_complaint_phones(value: str) -> None:
    """Telephones by the doors of a complaint, parted by semicolons; nothing means that none is told."""
    part = rf"({'|'.join(COMPLAINT_DOORS)})=\+?[0-9][0-9 ()-]{{1,20}}"
    if value.strip() and not re.fullmatch(rf"{part}(\s*;\s*{part})*", value.strip()):
        raise ValidationError("must be telephones by door, such as: prosecutor=0312 000000; ombudsman=000")


def check_url(value: str) -> None:
    """The address of a database."""
    if value:
        try:
            make_database_url(value)
        except ValueError as error:
            raise ValidationError(
                "must be like sqlite:////folder/sunush.db or postgresql://user:password@host/name"
            ) from error


def read_days(value: str) -> frozenset[date]:
    """Days with commas between them."""
    try:
        return frozenset(date.fromisoformat(day.strip()) for day in value.split(",") if day.strip())
    except ValueError:
        raise ValidationError("must be days like 2027-03-21 with commas between them") from None


def read_hours(value: str) -> tuple[int, int]:
    """Two hours of the day."""
    found = re.fullmatch(r"\s*(2[0-3]|[01]?[0-9])\s*-\s*(2[0-3]|[01]?[0-9])\s*", value)
    if found is None:
        raise ValidationError("must be two hours of the day such as 22-8, or 0-0 for none")
    return int(found[1]), int(found[2])

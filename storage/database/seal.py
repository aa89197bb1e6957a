"""Seals personal fields at rest and finds them again by keyed hash; the key lives in a file of its own."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken


class KeyUnusable(Exception):
    """The key file cannot be read, is no key, or is not the key this database was sealed with."""


class Seal:
    """Seals and opens short texts (Fernet), and marks a value so that it can be found without being stored (HMAC-SHA-256)."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != 32:
            raise KeyUnusable("a key is 32 bytes")
        self._fernet = Fernet(base64.urlsafe_b64encode(_derived(secret, "seal")))
        self._mark = _derived(secret, "mark")

    def seal(self, text: str) -> str:
        """Returns the sealed form of text: ASCII, different each time."""
        return self._fernet.encrypt(text.encode("utf-8", "surrogatepass")).decode("ascii")

    def open(self, sealed: str) -> str:
        """Returns the text again; raises KeyUnusable if it was sealed with another key or is damaged."""
        try:
            return self._fernet.decrypt(sealed.encode("ascii")).decode("utf-8", "surrogatepass")
        except (InvalidToken, UnicodeError) as error:
            raise KeyUnusable("sealed with another key, or damaged") from error

    def mark(self, *parts: str) -> str:
        """Returns 64 hex digits that are the same for the same parts and tell nothing without the key."""
        return hmac.new(self._mark, json.dumps(parts).encode("ascii"), hashlib.sha256).hexdigest()

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits kept in the database, so that a wrong key is noticed before anything is written."""
        return self.mark("fingerprint")[:16]


def _derived(secret: bytes, purpose: str) -> bytes:
    return hmac.new(secret, b"sunush:" + purpose.encode(), hashlib.sha256).digest()


def load_key(path: Path) -> Seal:
    """Reads the key file; raises KeyUnusable if it is missing or is no key."""
    try:
        text = path.read_text("ascii")
    except FileNotFoundError:
        raise KeyUnusable("missing") from None
    except (OSError, UnicodeError) as error:
        raise KeyUnusable(str(error)) from error
    try:
        return Seal(base64.urlsafe_b64decode(text.strip()))
    except ValueError as error:
        raise KeyUnusable("not a key") from error


def make_key(path: Path) -> Seal:
    """Writes a new random key, readable by its owner only (0600), and never over an existing file."""
    secret = secrets.token_bytes(32)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")  # mkstemp gives 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(base64.urlsafe_b64encode(secret).decode("ascii") + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, path)  # whole or not at all, and FileExistsError where another start was first
    finally:
        os.unlink(temporary)
    return Seal(secret)

"""Seals personal fields at rest and finds them again by keyed hash. The key lies in a file of its own."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from functools import cached_property
from json.encoder import encode_basestring_ascii
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FERNET = "gA"  # how every value begins that was sealed as a Fernet token, and none of ours
_VERSION = b"\x81"
_LONGEST = 10_000  # characters that are read of a file which should hold a key
_NONCE = 12  # bytes; random, so one key is good for 2^32 values


class KeyUnusable(Exception):
    """The key file cannot be read, is no key, or is not the key this database was sealed with."""


class Seal:
    """Seals and opens short texts (AES-256-GCM). Marks a value, so that it is found without being stored (HMAC-SHA-256).

    A sealed value is base64 of a version byte, a random nonce and the ciphertext with its tag. Fernet tokens of an
    older Sunush, whose version byte is 0x80, are opened as well. `sunush db reseal` seals them anew.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) != 32:
            raise KeyUnusable("a key is 32 bytes")
        self._secret = secret
        self._cipher = AESGCM(_derive(secret, "seal-gcm"))
        self._mark = _derive(secret, "mark")
        self._chain = _derive(secret, "audit")
        self._files = _derive(secret, "files")

    def seal(self, text: str) -> str:
        """Returns the sealed form of text: ASCII, different each time."""
        nonce = os.urandom(_NONCE)
        sealed = self._cipher.encrypt(nonce, text.encode("utf-8", "surrogatepass"), _VERSION)
        return base64.urlsafe_b64encode(_VERSION + nonce + sealed).decode("ascii")

    def open(self, sealed: str) -> str:
        """Returns the text again; raises KeyUnusable if it was sealed with another key or is damaged."""
        try:
            content = base64.b64decode(sealed.encode("ascii"), b"-_", validate=True)
            if content[:1] == _VERSION:
                nonce, rest = content[1 : 1 + _NONCE], content[1 + _NONCE :]
                return self._cipher.decrypt(nonce, rest, _VERSION).decode("utf-8", "surrogatepass")
            return self._fernet.decrypt(sealed.encode("ascii")).decode("utf-8", "surrogatepass")
        except (InvalidTag, InvalidToken, ValueError) as error:
            raise KeyUnusable("sealed with another key, or damaged") from error

    @cached_property
    def _fernet(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(_derive(self._secret, "seal")))

    def of_file(self, salt: bytes) -> AESGCM:
        """Returns the cipher of one file, whose key is made of the install's and the file's salt."""
        return AESGCM(hmac.digest(self._files, salt, "sha256"))

    def mark(self, *parts: str) -> str:
        """Returns 64 hex digits that are the same for the same parts and tell nothing without the key."""
        written = f"[{', '.join(map(encode_basestring_ascii, parts))}]"  # json.dumps(parts), in a quarter of the time
        return hmac.digest(self._mark, written.encode("ascii"), "sha256").hex()

    def is_sealed(self, value: str) -> bool:
        """Whether a value is one that this key sealed, and not one kept before in clear."""
        try:
            self.open(value)
        except KeyUnusable:
            return False
        return True

    def chained(self, before: str, text: str) -> str:
        """Returns the hash (64 hex digits) of a link of a chain, which nobody can make without the key (HMAC-SHA-256)."""
        return hmac.digest(self._chain, json.dumps([before, text]).encode("ascii"), "sha256").hex()

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits kept in the database, so that a wrong key is noticed before anything is written."""
        return self.mark("fingerprint")[:16]


def _derive(secret: bytes, purpose: str) -> bytes:
    return hmac.new(secret, b"sunush:" + purpose.encode(), hashlib.sha256).digest()


def load_key(path: Path) -> Seal:
    """Reads the key file; raises KeyUnusable if it is missing or is no key."""
    if path.exists() and not path.is_file():  # a device never ends, a pipe may never begin
        raise KeyUnusable("not a file")
    try:
        with path.open(encoding="ascii") as file:
            text = file.read(_LONGEST)
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

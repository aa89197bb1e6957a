"""Who calls the webhook. Meta signs each body with the app's secret, and shakes hands once by a word of ours."""

import hashlib
import hmac
from collections.abc import Mapping

_PREFIX = "sha256="


def is_signed(body: bytes, header: str, secret: str) -> bool:
    """Whether the header `X-Hub-Signature-256` is the HMAC-SHA256 of the raw body; compared in constant time."""
    given = header.strip().casefold().removeprefix(_PREFIX)
    return hmac.compare_digest(given.encode("utf-8", "replace"), make_signature(body, secret).encode())


def make_signature(body: bytes, secret: str) -> str:
    """The signature of a body, in hexadecimal digits."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def read_challenge(query: Mapping[str, str], word: str) -> str | None:
    """What the handshake (GET) is answered with; None where it does not know our word (verify token)."""
    asked, challenge = query.get("hub.mode", ""), query.get("hub.challenge", "")
    knows = hmac.compare_digest(query.get("hub.verify_token", "").encode("utf-8", "replace"), word.encode())
    return challenge if asked == "subscribe" and knows and challenge.isalnum() else None

"""Who calls the webhook is known by a signature over the raw bytes; the handshake by a word of ours."""

import hashlib
import hmac

import pytest

from bot.channels.whatsapp.signature import is_signed, read_challenge

SECRET, BODY = "b3d2f1", '{"object": "whatsapp_business_account", "x": "Көк-Жар"}'.encode()
RIGHT = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("body", "header", "genuine"),
    [
        (BODY, f"sha256={RIGHT}", True),
        (BODY, f"SHA256={RIGHT.upper()}", True),
        (BODY + b" ", f"sha256={RIGHT}", False),
        (BODY.replace(b": ", b":"), f"sha256={RIGHT}", False),
        (BODY, f"sha256={RIGHT[:-1]}", False),
        (BODY, f"sha1={RIGHT}", False),
        (BODY, "", False),
        (BODY, "sha256=", False),
        (BODY, "sha256=Көк-Жар\ud800", False),
        (b"", f"sha256={RIGHT}", False),
    ],
)
def test_only_the_raw_bytes_under_their_own_signature_are_genuine(body: bytes, header: str, genuine: bool):
    assert is_signed(body, header, SECRET) is genuine


HANDSHAKE = {"hub.mode": "subscribe", "hub.verify_token": "kok-jar", "hub.challenge": "1158201444"}


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (HANDSHAKE, "1158201444"),
        (HANDSHAKE | {"hub.verify_token": "kok-jap"}, None),
        (HANDSHAKE | {"hub.verify_token": ""}, None),
        (HANDSHAKE | {"hub.mode": "unsubscribe"}, None),
        (HANDSHAKE | {"hub.challenge": "<script>"}, None),
        (HANDSHAKE | {"hub.challenge": ""}, None),
        ({}, None),
    ],
)
def test_the_handshake_answers_whoever_knows_the_word(asked: dict[str, str], answer: str | None):
    assert read_challenge(asked, "kok-jar") == answer

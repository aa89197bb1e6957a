"""The certificate of an address on loopback: until when it lasts, also where nobody would believe it."""

import asyncio
import ssl
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.service.standing.certificate import find_last_moment
from tests.web.doors import find_free_port

LAST = datetime(2026, 12, 6, tzinfo=UTC)


def make_certificate(folder) -> ssl.SSLContext:
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "elsewhere")]),
    )
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(datetime(2026, 9, 7, tzinfo=UTC))
        .not_valid_after(LAST)
        .sign(key, hashes.SHA256())
    )
    file = folder / "pair.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


async def test_the_last_moment_is_read_of_a_certificate_that_nobody_believes(tmp_path):
    server = await asyncio.start_server(
        lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=make_certificate(tmp_path)
    )
    port = server.sockets[0].getsockname()[1]
    assert await find_last_moment(f"https://127.0.0.1:{port}/below") == LAST.timestamp() * 1000
    server.close()


async def test_of_an_address_that_does_not_answer_nothing_is_known():
    assert await find_last_moment(f"https://127.0.0.1:{find_free_port()}") is None
    assert await find_last_moment("http://127.0.0.1:8080") is None
    assert await find_last_moment("") is None

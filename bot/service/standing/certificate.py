"""The certificate (TLS) of the address at which messengers call: how long it lasts, asked as they would ask."""

import asyncio
import ssl
from urllib.parse import urlsplit

PATIENCE = 10.0  # seconds


async def find_last_moment(url: str) -> int | None:
    """Until when the certificate of an https:// address is valid (UTC ms); None where that cannot be known now.

    It is read and not believed: one that has ended is asked as well.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return None
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        async with asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection(parts.hostname, parts.port or 443, ssl=context)
    except (OSError, TimeoutError, ssl.SSLError):
        return None
    try:
        shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    finally:
        writer.close()
    if not shown:
        return None
    from cryptography import x509  # only where there is a certificate to look at

    return int(x509.load_der_x509_certificate(shown).not_valid_after_utc.timestamp() * 1000)

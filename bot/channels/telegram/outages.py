"""Why Telegram cannot be reached, in the words of whoever has to put it right."""

import aiohttp
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

QUOTED = 100  # characters of Telegram's own words that may stand in a log
NO_SERVER = "what answers there is not a Bot API server, or the token is wrong"
_NOT_YET_VALID, _EXPIRED = 9, 10  # what OpenSSL says of a certificate's days


def say_outage(error: TelegramError) -> str:
    """Why a request came to nothing."""
    match error:
        case InvalidToken():
            return NO_SERVER if not is_unknown_token(error) else "it does not know this token"
        case RetryAfter() | Conflict():
            return "it asks to wait"
        case BadRequest() | Forbidden():
            return f"it refuses ({error.message[:QUOTED]})"
        case NetworkError() if type(error) is not NetworkError:
            return error.message  # one of our own, in words already
        case NetworkError():
            return f"it answers with a fault of its own ({error.message[:QUOTED]})"
    return "its answer cannot be read"


def is_unknown_token(error: InvalidToken) -> bool:
    """Whether Telegram itself does not know the token: elsewhere, and to what is none, the answer is «Not Found»."""
    return "not found" not in error.message.casefold()


def say_of_a_status(status: int) -> str:
    """What a page says that came in place of an answer."""
    if status == 404:
        return NO_SERVER
    if status >= 500:
        return f"it answers with a fault of its own (status {status})"
    return f"a proxy or a firewall answers in its place (status {status})"


def say_of_a_line(error: Exception) -> str:
    """Why a line broke, or did not come about."""
    match error:
        case aiohttp.ClientHttpProxyError():
            return f"the proxy lets nobody through (status {error.status})"
        case aiohttp.ClientProxyConnectionError():
            return "the proxy cannot be reached"
        case aiohttp.ClientConnectorCertificateError():
            return _say_of_a_certificate(error.certificate_error)
        case aiohttp.ClientConnectorSSLError():
            return "no secure line comes about: something stands between us and Telegram"
        case aiohttp.ClientConnectorDNSError():
            return "its name cannot be looked up (no line to the internet?)"
        case aiohttp.ClientConnectorError() if isinstance(error.os_error, ConnectionRefusedError):
            return "nobody takes the connection there"
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return "no connection comes about (no line to the internet?)"
        case TimeoutError():
            return "no answer comes"
    return "the line broke before the answer came"


def _say_of_a_certificate(error: Exception) -> str:
    if getattr(error, "verify_code", 0) in {_NOT_YET_VALID, _EXPIRED}:
        return "its certificate is not valid by this computer's clock (are day and hour right?)"
    return "its certificate is not trusted: something stands between us and Telegram"

"""A form with files, as a browser posts it from the page that is open."""

import uuid

from tests.web.desk.desks import BASE, Browser

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060f8cf5000000301010018dd8db0"
    "0000000049454e44ae426082"
)


async def uploads(browser: Browser, path: str, *, file: tuple[str, str, bytes] | None = None, **fields: str) -> str:
    """Posts a form with a file (its field, its name, its bytes) and follows where it leads."""
    sent = {"csrf": browser.csrf, "key": uuid.uuid4().hex, **fields}
    files = {file[0]: (file[1], file[2])} if file else {"nothing": ("", b"")}
    answer = await browser.line.post(path, data=sent, files=files, headers={"origin": BASE}, follow_redirects=True)
    return browser._shows(answer)


UNKEPT = {
    "x.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "x.html": b"<!doctype html><p>x",
    "x.jpg": b"MZ, and no picture",
    "x.pdf": b"%PDF-1.4 x",
}

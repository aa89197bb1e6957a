"""Every form of the desk with values that no browser sends: each is answered in words, none with an error."""

import re
import uuid
from collections import Counter
from collections.abc import Callable

from bot.budget.permissions import Role
from bot.web.desk.desk import DeskAct
from bot.web.desk.forms import LARGEST
from bot.web.desk.pages import ENTRIES
from tests.sizes import sized
from tests.web.desk.desks import BASE, ServedDesk
from tests.web.desk.uploading import PNG

ODD = (
    "", "0", "-1", "1", "9" * 30, "абв", "\x00", "<script>alert(1)</script>", "' OR 1=1 --", "ы" * 1_000, "2026-02-31", "²",
    "٣", "NaN", "1e309", "\r\n\r\n", "\u202eабв", "🙂", "../../etc/passwd", "2026-12-16", "99:99", "10:30", "send", "{n}",
    "%s", "on",
)  # fmt: skip
NAMES = (
    "id", "ids", "to", "do", "key", "form", "list", "order", "named", "every", "aimak", "own", "both", "all", "q", "sort",
    "falling",
    "source", "on", "village", "text", "side", "name", "phone", "sheet", "turn", "decision", "reason", "sentence", "other",
    "language", "back", "amount", "line", "read", "revision", "kind", "day", "time", "place", "agenda", "when", "sure", "women",
    "men", "paper", "table", "role", "title", "approves", "remark", "summary", "shown", "similar", "like", "template",
    "saved_at", "pressed", "over", "sorted", "why", "question", "explanation", "small", "files", "linked", "gone", "hand",
    "pasted", "rows", "enter0", "text0", "on0", "name0", "phone0", "post", "own_name", "pings", "board", "place", "off",
    "kept_citizens", "kept_brief", "contact", "table_place", "table_on", "kept_file", "kept", "stage", "after", "problems",
    "people", "channel", "category", "year", "plan", "target", "office",
    "regime", "largest", "last_day", "done_by", "mark", "criterion",
    "topics", "warned", "purpose", "sha256", "for", "at",
)  # fmt: skip
ROUNDS = sized(2, len(ODD))


async def test_no_form_answers_odd_values_with_an_error(served: ServedDesk, tell: Callable[..., None]):
    head, browser = await served.clerk("Токтогул", Role.HEAD)
    await served.office.filed(await served.office.meets("Айгүл"))
    found, statuses = 0, Counter[int]()
    for at, one in enumerate(one for one in ENTRIES if isinstance(one, DeskAct)):
        if one.path == "/desk/out":
            continue
        await browser.opens("/desk/me")
        for turn in range(ROUNDS):
            served.office.now += 5_000
            values = {name: ODD[(at + 7 * place + 11 * turn) % len(ODD)] for place, name in enumerate(NAMES)}
            path = re.sub(r"\{\w+\}", "1" if turn % 2 else "999999", one.path)
            sent = {**values, "csrf": browser.csrf, "key": uuid.uuid4().hex if turn % 3 else values["key"]}
            files = (
                {"file": ("<b>.xlsx", values["text"].encode()), "photo": ("a.png", PNG)}
                if one.largest > LARGEST
                else None
            )
            answer = await browser.line.post(path, data=sent, files=files, headers={"origin": BASE})
            assert answer.status_code < 500, (path, answer.status_code)
            assert "<script>alert" not in answer.text, path
            found += 1
            statuses[answer.status_code] += 1
    assert head.id
    tell(
        "odd values posted to every form of the desk",
        posted=found,
        errors=0,
        **{f"answered {k}": n for k, n in sorted(statuses.items())},
    )

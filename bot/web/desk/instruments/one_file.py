"""Files of a form, one or several: kept at once, and still there when the form is shown again."""

from bot.channels.web.uploads import Full
from bot.web.desk import posted_files
from bot.web.desk.desk import Desk
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.typed import Typed
from storage.attachments.files import LARGEST as LARGEST_FILE

LARGEST = LARGEST_FILE + 200_000  # bytes of a form around its file
FIELD, KEPT = "file", "kept_file"
MOST_FILES = 5  # of a form that takes several
SEVERAL = "kept"  # files that came before, each by its mark
LARGEST_SEVERAL = MOST_FILES * LARGEST_FILE + 200_000  # bytes of a form around its files


async def settle_file(
    desk: Desk, seen: Seen, form: Form, typed: Typed, *, only_picture: bool = False
) -> tuple[str, str] | None:
    """The kind and the reference of the file that came now or before. A fault stands beside its field."""
    typed.values[KEPT] = form[KEPT]
    came = [one.content for one in form.files.get(FIELD, []) if one.content]
    if came:
        fault = await posted_files.find_fault(came[-1], seen.words, only_picture=only_picture)
        if not fault:
            try:
                typed.values[KEPT] = await posted_files.keep_upload(desk, seen, came[-1])
            except (Full, OSError):
                fault = seen.words.say("That did not work now. Try it again in a moment.")
        if fault:
            typed.wrong[FIELD] = fault
    file = posted_files.read_file(desk, seen, typed[KEPT])
    if file is None or file[0] == "voice":
        typed.values[KEPT] = ""
        return None
    return file


async def settle_files(
    desk: Desk, seen: Seen, form: Form, typed: Typed, *, most: int, too_many: str
) -> tuple[str, ...]:
    """The files that came before and those that came now, each by its mark; a fault stands beside the field.

    most: how many there may be; too_many: what is said of more.
    """
    before = [] if form["off"] else [one for one in form.list(SEVERAL) if _is_there(desk, seen, one)]
    kept = list(dict.fromkeys(before))[:most]
    came = [one.content for one in form.files.get(FIELD, []) if one.content]
    if len(kept) + len(came) > most:
        typed.wrong[FIELD] = too_many
        return tuple(kept)
    for content in came:
        fault = await posted_files.find_fault(content, seen.words)
        if not fault:
            try:
                kept.append(await posted_files.keep_upload(desk, seen, content))
                continue
            except (Full, OSError):
                fault = seen.words.say("That did not work now. Try it again in a moment.")
        typed.wrong[FIELD] = fault
        break
    if came:
        desk.wake()
    return tuple(kept)


def _is_there(desk: Desk, seen: Seen, token: str) -> bool:
    file = posted_files.read_file(desk, seen, token)
    return file is not None and file[0] != "voice"

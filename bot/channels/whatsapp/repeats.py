"""What was said a moment ago is not said again. Other messengers rewrite such a message; here the old one stays above."""

from bot.channels.fitting import count_units, shorten

LEAST = 100  # letters that are worth leaving out
TITLE = 80  # letters of the first line, which says what the new buttons belong to


def without_repeats(text: str, before: str) -> str:
    """The text without the lines with which the message before began as well; its first line stays, shortened."""
    lines, earlier = text.split("\n"), before.split("\n")
    same = 0
    while same < min(len(lines), len(earlier)) and lines[same] == earlier[same]:
        same += 1
    if count_units("\n".join(lines[:same])) < LEAST:
        return text
    return "\n".join([shorten(lines[0], TITLE), *lines[same:]])

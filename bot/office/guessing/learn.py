"""Learns the table of the guess from the labelled texts, names and keywords of this tree: python -m bot.office.guessing.learn.

Run it after a change of texts.jsonl or categories.json; a test says when the table is not what it makes.
"""

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from bot.budget.category_guess import list_keywords, read_words
from bot.language.matter.learned import learn
from bot.office.categories import list_categories
from bot.office.guessing.guess import TABLE

TEXTS = "texts.jsonl"
_KEYWORD_STANDS_FOR = 2  # texts


def make_table() -> str:
    """Returns the table that the texts, names and keywords make, as text; the same of the same, each time."""
    return learn(list(_list_examples()), [category.code for category in list_categories()]).written()


def _list_examples() -> Iterator[tuple[Sequence[str], str, int]]:
    for line in files(__package__).joinpath(TEXTS).read_text("utf-8").splitlines():
        row = json.loads(line)
        yield _cut_letters(row["text"]), row["category"], 1
    for category in list_categories():
        said = [" ".join(keyword.words).replace("-", "") for keyword in list_keywords(category)]
        named = dict.fromkeys([*said, *category.titles.values(), *category.shorts.values()])
        for words in named:
            yield _cut_letters(words), category.code, _KEYWORD_STANDS_FOR


def _cut_letters(text: str) -> list[str]:
    return [word.letters for word in read_words(text)]


def main() -> None:
    """Writes the table into the tree."""
    path = Path(str(files(__package__).joinpath(TABLE)))
    path.write_text(make_table(), "utf-8")
    print(f"{path.name}: {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()

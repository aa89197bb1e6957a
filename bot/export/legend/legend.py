"""The legend of a table: its headings and codes in a language. It makes the rows of the sheet that explains them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.chat.texts import Words
from bot.office.practice_words import name_practice
from bot.office.wording.notices import N_

EXPLAINED = (N_("Column"), N_("What stands in the cell"), N_("What it means"), N_("Name for programs"))
LONGEST_TAB = 31  # characters of the name of a sheet, Excel's
MANY = ", "  # stands between several codes of one cell

Row = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Told:
    """A column: its heading, its meaning and the words of its codes. Each is a sentence that is translated later.

    many: a cell may hold several codes, with MANY between them.
    """

    heading: str
    meaning: str
    codes: Mapping[str, str] = field(default_factory=dict)
    many: bool = False


class Legend:
    """Says a table's headings and codes in a language; as machine names where `codes` asks for them.

    names are words of codes that stand in no catalogue, by column: of aimaks and categories, in this language already.
    above is what stands over all of it: that the aimak is for practice. notes are the settings it was made by.
    """

    def __init__(
        self,
        language: str,
        columns: Mapping[str, Told],
        *,
        table: str,
        codes: bool = False,
        names: Mapping[str, Mapping[str, str]] | None = None,
        above: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> None:
        self._words = Words(language)
        self._columns = columns
        self._as_codes = codes
        self._table = table
        self._above, self._notes = tuple(above), tuple(notes)
        self._said = {
            name: {code: self._words.say(word) for code, word in column.codes.items()}
            | dict((names or {}).get(name, {}))
            for name, column in columns.items()
        }
        self._coded = [(name, said, columns[name].many) for name, said in self._said.items() if said]

    @property
    def table(self) -> str:
        """What the sheet of the table is called."""
        said = self._words.say(self._table)
        mark = f" · {name_practice()}" if self._above else ""
        return f"{said[: LONGEST_TAB - len(mark)]}{mark}"  # the mark stays, whatever the name is cut to

    @property
    def title(self) -> str:
        """What the sheet that explains is called."""
        return self._words.say("What it means")

    def heading(self, name: str) -> str:
        """What stands above a column."""
        return name if self._as_codes else self._words.say(self._columns[name].heading)

    def say(self, row: Row) -> Row:
        """Returns a row with its codes said as words; what is no code stays as it is."""
        if self._as_codes:
            return row
        said = dict(row)
        for name, words, many in self._coded:
            cell = row[name]
            if isinstance(cell, str) and cell:
                said[name] = (
                    MANY.join(words.get(one, one) for one in cell.split(MANY)) if many else words.get(cell, cell)
                )
        return said

    def explained(self) -> Iterator[tuple[str, str, str, str]]:
        """Yields the rows of the sheet that explains, its headings first: of each column, then of each of its codes."""
        for line in (*self._above, *self._notes):
            yield line, "", "", ""
        yield tuple(map(self._words.say, EXPLAINED))  # type: ignore[misc]
        for name, column in self._columns.items():
            heading = self._words.say(column.heading)
            yield heading, "", self._words.say(column.meaning), name
            for code, word in self._said[name].items():
                yield heading, word, "", code

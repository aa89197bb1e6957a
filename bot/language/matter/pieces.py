"""The pieces of a word: three to five letters in a row. So other endings and misspellings still share most of them."""

_SHORTEST, _LONGEST = 3, 5  # letters
_LONGEST_WORD = 40  # letters that are read of a word
_FOLDED = str.maketrans({"ө": "о", "ү": "у", "ң": "н", "ъ": None, "ь": None})


def cut_pieces(word: str) -> tuple[str, ...]:
    """Returns the pieces of a lower-case word, each once, with a space where it begins or ends. ө ү ң count as о у н.

    A word of one or two letters is one piece. A number has none.
    """
    if word.isdigit():
        return ()
    written = f" {word[:_LONGEST_WORD].translate(_FOLDED)} "
    pieces = {
        written[at : at + length]
        for length in range(_SHORTEST, _LONGEST + 1)
        for at in range(len(written) - length + 1)
    }
    return tuple(sorted(pieces))

"""sunush doctor --suggestions: how well labelled texts are guessed, and files that are none."""

import json

import pytest

LINE = {"text": "Көчөгө жарык керек", "side": "spending", "category": "sp_lighting", "lang": "ky", "script": "cyrl"}


def written(tmp_path, *rows, name="texts.jsonl"):
    file = tmp_path / name
    file.write_bytes(b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows))
    return str(file)


def test_labelled_texts_are_counted_by_spelling_and_side(sunush, tmp_path):
    latin = LINE | {"text": "mektepke parta kerek", "category": "sp_school", "script": "latn"}
    money = LINE | {"text": "Базарда орун акысын жыйнагыла", "side": "revenue", "category": "rev_market"}
    wrong = {"text": "Дайте нам дорогу", "side": "revenue", "category": "rev_other"}
    file = written(tmp_path, LINE, latin, money, wrong, {"kind": "reply", "text": "Жооп"}, b"")
    told = json.loads(sunush("doctor", "--suggestions", file, "--format", "json").out)
    assert told == {"n": 4, "side": 0.75, "top1": 0.75, "top3": 0.75}
    table = sunush("doctor", "--suggestions", file)
    assert table.code == 0
    rows = [line.split("  ") for line in table.out.splitlines()]
    assert [row[0] for row in rows] == [
        *("spelling", "Kyrgyz", "Kyrgyz", "Kyrgyz", "Kyrgyz in Latin letters", "Kyrgyz in Latin letters"),
        *("not named", "not named", "all", "all", "all"),
    ]


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([LINE, b"{"], "line 2 is no JSON"),
        ([b"\xff"], "line 1 is no JSON in UTF-8"),
        ([LINE, LINE, [1]], "line 3: it is no object"),
        ([b"[" * 100_000], "line 1 is no JSON"),
        ([b"1" * 5_000], "line 1"),
        ([LINE | {"text": " "}], "line 1: text is missing"),
        ([LINE | {"text": None}], "line 1: text is missing"),
        ([b"", LINE | {"side": "both"}], "line 2: side is neither"),
        ([LINE | {"side": []}], "line 1: side is neither"),
        ([LINE | {"category": "rev_fines"}], "line 1: category is none of the side spending"),
        ([LINE | {"category": {}}], "line 1: category is none of the side spending"),
        ([{"kind": "reply"}], "no labelled proposal"),
        ([], "no labelled proposal"),
    ],
    ids=range(13),
)
def test_a_file_that_is_no_list_of_labelled_texts_is_refused_with_its_line(sunush, tmp_path, rows, named):
    assert named in sunush("doctor", "--suggestions", written(tmp_path, *rows)).refused()


def test_what_is_no_file_is_refused(sunush, tmp_path):
    assert "cannot be read" in sunush("doctor", "--suggestions", str(tmp_path / "none")).refused()
    assert "cannot be read" in sunush("doctor", "--suggestions", str(tmp_path)).refused()
    assert "--suggestions" in sunush("doctor", "--format", "json").refused()

"""Files that pages post lie sealed, are handed out once they are whole, and do not stay."""

from pathlib import Path

import pytest

from bot.channels.contract import Gone
from bot.channels.web import uploads
from bot.channels.web.uploads import KEPT, Full, Uploads
from storage.database.seal import Seal


@pytest.fixture
def kept(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads", Seal(b"k" * 32))


def post(kept: Uploads, content: bytes) -> str:
    part = kept.begin()
    part.write_bytes(content)
    return kept.keep(part)


def test_what_was_posted_is_read_again_and_lies_sealed(kept: Uploads, tmp_path: Path):
    reference = post(kept, b"a voice of Aigul" * 9000)
    assert kept.read(reference) == b"a voice of Aigul" * 9000
    assert [file.name for file in (tmp_path / "uploads").iterdir()] == [reference]
    assert b"Aigul" not in (tmp_path / "uploads" / reference).read_bytes()


@pytest.mark.parametrize("reference", ["", "..", "../sunush.key", "0" * 32, "/etc/passwd", "a" * 31])
def test_no_name_leads_out_of_the_folder(kept: Uploads, tmp_path: Path, reference: str):
    (tmp_path / "sunush.key").write_text("secret")
    with pytest.raises(Gone):
        kept.read(reference)


def test_what_was_fetched_goes_and_so_does_what_nobody_fetches(kept: Uploads, tmp_path: Path):
    fetched, forgotten = post(kept, b"1"), post(kept, b"2")
    written = int((tmp_path / "uploads" / forgotten).stat().st_mtime * 1000)
    kept.read(fetched)
    kept.sweep(now=written)
    assert kept.read(fetched) == b"1", "whoever fetches it may have died of it, and asks again"
    kept.sweep(now=written)
    with pytest.raises(Gone):
        kept.read(fetched)
    assert kept.read(forgotten) == b"2"
    kept.sweep(now=written + KEPT * 1000 + 1000)
    with pytest.raises(Gone):
        kept.read(forgotten)


def test_the_folder_has_an_end(kept: Uploads, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(uploads, "MOST", 100)
    post(kept, b"x" * 200)
    with pytest.raises(Full):
        kept.begin()

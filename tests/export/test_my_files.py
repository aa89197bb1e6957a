"""A kept file that is gone or torn is left out of somebody's own files, and the others go in."""

import os
import zipfile

import pytest

from bot.export.personal.my_data import _write_zip
from storage.database.seal import Seal
from storage.media.folder import MediaFolder


@pytest.mark.parametrize("left", [40, 3000])
def test_a_torn_file_is_left_out(tmp_path, left):
    seal, media, content = Seal(b"k" * 32), MediaFolder(tmp_path / "media"), {}
    (tmp_path / "media").mkdir()
    for name in ("whole", "torn", "last"):
        (tmp_path / name).write_bytes(os.urandom(5000))
        content[name] = (tmp_path / name).read_bytes()
    digests = {name: media.keep(tmp_path / name, seal)[0] for name in content}
    os.truncate(tmp_path / "media" / digests["torn"][:2] / digests["torn"], left)
    files = [(digests["torn"], "0001-photo-1"), (digests["whole"], "0001-photo-2"), (digests["last"], "0002-voice-1")]
    _write_zip(tmp_path / "mine.zip", media, [*files, ("ab" * 32, "0003-photo-1")], seal)
    with zipfile.ZipFile(tmp_path / "mine.zip") as packed:
        assert {one: packed.read(one) for one in packed.namelist()} == {
            "0001-photo-2.jpg": content["whole"],
            "0002-voice-1.ogg": content["last"],
        }

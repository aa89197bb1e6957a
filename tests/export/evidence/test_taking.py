"""A kept file that is gone or torn is left out of the folder, and the others go in."""

import os
from types import SimpleNamespace

import pytest

from bot.export.evidence.taking import open_kept
from storage.database.seal import Seal
from storage.media.folder import MediaFolder


@pytest.mark.parametrize("left", [40, 3000])
async def test_a_torn_file_is_left_out(tmp_path, left):
    seal, media, scratch = Seal(b"k" * 32), MediaFolder(tmp_path / "media"), tmp_path / "scratch"
    scratch.mkdir()
    (tmp_path / "media").mkdir()
    digests = []
    for name in ("whole", "torn"):
        came = tmp_path / name
        came.write_bytes(os.urandom(5000))
        digests.append(media.keep(came, seal)[0])
    os.truncate(tmp_path / "media" / digests[1][:2] / digests[1], left)
    packing = SimpleNamespace(scratch=scratch, media=media, most=None, too_large=[], seal=seal)
    found = [await open_kept(packing, digest, f"{at}.bin") for at, digest in enumerate([*digests, "ab" * 32])]
    assert found[0] == [scratch / "0.bin"]
    assert found[1:] == [[], []]
    assert [one.name for one in scratch.iterdir()] == ["0.bin"]

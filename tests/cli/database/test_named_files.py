"""A setting names a file where something else stands: it is refused at once, in one line."""

import os
import socket
from pathlib import Path

import pytest

from tests.cli.commands import from_outside

HUGE = 3 * 2**30  # bytes of a file without content


def make(kind: str, folder: Path) -> Path:
    """Makes what stands in the place of a file."""
    place = folder / kind
    match kind:
        case "pipe":
            os.mkfifo(place)
        case "folder":
            place.mkdir()
        case "device":
            place.symlink_to("/dev/zero")
        case "loop":
            place.symlink_to("loop")
        case "socket":
            with socket.socket(socket.AF_UNIX) as opened:
                opened.bind(os.path.relpath(place))
        case "huge":
            place.touch()
            os.truncate(place, HUGE)
        case "binary":
            place.write_bytes(os.urandom(2000))
    return place


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "loop", "socket", "huge", "binary"])
@pytest.mark.parametrize("setting", ["CHANNELS_FILE", "KEY_FILE", "DATABASE_URL"])
def test_a_setting_that_names_no_such_file_is_refused_in_a_line(own_folder, setting, kind):
    place = make(kind, own_folder)
    given = f"sqlite:///{place}" if setting == "DATABASE_URL" else str(place)
    from_outside("aimak", "list", **{f"SUNUSH_{setting}": given}).refused()


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "loop", "socket"])
def test_a_ledger_of_erasures_that_is_no_file_is_refused_in_a_line(own_folder, kind):
    from_outside("aimak", "list", SUNUSH_ERASURES_FILE=str(make(kind, own_folder))).refused()


def test_an_env_file_that_is_too_large_is_refused_in_a_line(own_folder):
    make("huge", own_folder).rename(".env")
    assert ".env is larger than 1048576 bytes" in from_outside("aimak", "list").refused()


def test_a_secret_that_is_a_pipe_is_refused_in_a_line(own_folder):
    make("pipe", own_folder)
    Path("channels.toml").write_text('[republic]\nkind = "telegram"\ntoken_file = "pipe"\n')
    said = from_outside("aimak", "list", SUNUSH_CHANNELS_FILE="channels.toml").refused()
    assert "token_file: " in said
    assert "it is not a file" in said

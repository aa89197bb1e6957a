"""A folder of conversation states, and the storages that keep them."""

import pytest

from storage.conversations.states import FileStates
from storage.database.seal import Seal
from tests.storage.conversations.conversations import SECRET


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "states"


@pytest.fixture
def states(folder):
    return FileStates(folder, Seal(SECRET))

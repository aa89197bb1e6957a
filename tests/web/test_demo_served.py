"""`sunush demo --serve`: the played month in a browser, on this computer alone; the real install stays as it is."""

import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from bot.service.trying.demo_served import list_settings
from bot.settings import Settings, WebSettings
from tests.web.doors import find_free_port

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("asked", "listened"),
    [
        ("127.0.0.1:9000", "127.0.0.1:9000"), ("[::1]:9000", "[::1]:9000"), ("127.9.9.9:9000", "127.9.9.9:9000"),
        ("0.0.0.0:9000", "127.0.0.1:9000"), ("192.168.1.5:9000", "127.0.0.1:9000"), ("[::]:9000", "127.0.0.1:9000"),
        ("village.kg:9000", "127.0.0.1:9000"),
    ],
)  # fmt: skip
def test_only_this_computer_is_let_in(tmp_path, asked, listened):
    real = Settings(
        tmp_path / "real", "postgresql://there", tmp_path / "real.key", web=WebSettings(asked, url="https://village.kg")
    )
    served = list_settings(real, tmp_path / "scratch")
    assert (served.web.listen, served.web.url, served.serves_chat) == (listened, "", True)
    assert served.web.local_url == f"http://{listened}"
    assert {tmp_path / "scratch"} == {served.data_dir.parent, served.key_file.parent}
    assert served.database_url == f"sqlite:///{tmp_path / 'scratch' / 'data' / 'sunush.db'}"


def read(port: int, path: str) -> str:
    """A page with plain spaces."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}") as page:
        return page.read().decode().replace("\xa0", " ")


@pytest.mark.slow
def test_the_month_is_served_and_nothing_is_written_beside_it(tmp_path):
    port = find_free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--serve", "--output", "month"],
        stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "SUNUSH_WEB_LISTEN": f"0.0.0.0:{port}"},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        said = ""
        while "Ctrl-C stops" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        assert re.search(rf"http://127\.0\.0\.1:{port}/chat/kokjar#i_[\w-]{{22}}", said), said
        for path in ("chat/kokjar", "kokjar"):
            assert f"http://127.0.0.1:{port}/{path}" in said
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}") as page:
                assert "Көк-Жар" in page.read().decode()
        hearings = read(port, "kokjar/hearings?lang=ru")
        assert hearings.index("20 января 2027") < hearings.index("итоги опубликованы"), "one is to come, one has been"
        assert "Мектептин жанына жарык керек" in read(port, "kokjar?lang=ky"), "with its author's yes and a clerk's"
        assert "копуро бузулган" not in read(port, "kokjar/2027/7?lang=ky"), "its author said no"
        assert "In this village it is 24.12.2026" in said
        process.send_signal(signal.SIGINT)
        assert process.wait() == 0
    finally:
        process.kill()
        process.stdout.close()
    assert [path.name for path in tmp_path.iterdir()] == ["month"]

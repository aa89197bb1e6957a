"""What deploy/ and «Your aimak in ten minutes» name exists. The ten minutes work against a Bot API on loopback."""

import asyncio
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.channels.telegram.webhook import LARGEST
from bot.cli import sunush
from bot.service.serve import GRACE
from bot.settings import WebSettings
from tests.papers import block
from tests.patience import Patience
from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.fake.state import TOKEN

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNIT = (DEPLOY / "sunush.service").read_text("utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")


@pytest.mark.parametrize(
    "path", sorted(path for path in DEPLOY.rglob("*") if path.is_file()), ids=lambda path: path.name
)
def test_variables_and_commands_named_exist(path):
    text, config = path.read_text("utf-8"), (ROOT / "bot" / "config.py").read_text("utf-8")
    for name in re.findall(r"SUNUSH_(\w+)", text):
        assert f'"{name}"' in config, name
    for command in re.findall(r"(?:bin/sunush|sunush sunush) (\w+)", text):
        assert command in sunush.commands, command


def test_the_service_leaves_time_to_finish_and_comes_back():
    settings = dict(line.split("=", 1) for line in UNIT.splitlines() if "=" in line)
    assert settings["ExecStart"].endswith("/bin/sunush run")
    assert float(settings["TimeoutStopSec"]) > GRACE
    assert settings["Restart"] == "always"
    assert settings["WorkingDirectory"] == "/var/lib/" + settings["StateDirectory"]


def test_what_is_copied_for_the_service_is_the_whole_program_and_nothing_of_an_install():
    copied = re.search(r"^cp -r (.+) /opt/sunush/$", (DEPLOY / "README.md").read_text("utf-8"), re.MULTILINE)
    assert copied
    names = set(copied[1].split())
    packages = re.search(r"packages = \[(.+)\]", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert packages
    assert {name.strip(' "') for name in packages[1].split(",")} <= names
    assert {"pyproject.toml", "constraints.txt", "README.md", "LICENSE", "deploy"} <= names
    assert not names & {".venv", "data", ".env", "sunush.key", "."}


def test_systemd_understands_the_service(tmp_path):
    verifier = shutil.which("systemd-analyze")
    if verifier is None:
        pytest.skip("no systemd here")
    unit = tmp_path / "sunush.service"
    unit.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", UNIT))
    done = subprocess.run([verifier, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert "sunush.service" not in done.stderr, done.stderr


def test_the_container_copies_all_the_code_and_keeps_the_key_outside_of_the_data():
    for room in ("bot", "handlers", "locales", "storage"):
        assert f"COPY {room} {room}" in DOCKERFILE
    for file in re.search(r"COPY (pyproject.*) \./", DOCKERFILE)[1].split():
        assert (ROOT / file).is_file(), file
    places = dict(re.findall(r"SUNUSH_(DATA_DIR|KEY_FILE)=(\S+)", DOCKERFILE))
    assert not Path(places["KEY_FILE"]).is_relative_to(places["DATA_DIR"])
    assert "USER sunush" in DOCKERFILE
    assert re.search(r'CMD \["(\w+)"\]', DOCKERFILE)[1] in sunush.commands


def read_caddyfile() -> dict[str, list[str]]:
    """The blocks of the Caddyfile by their heads, as lines; every block that is opened is closed."""
    blocks: dict[str, list[str]] = {}
    open_now: list[str] = []
    for line in (DEPLOY / "Caddyfile").read_text("utf-8").splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[-1] == "{":
            open_now.append(" ".join(words[:-1]))
            blocks[open_now[-1]] = []
        elif words == ["}"]:
            open_now.pop()
        else:
            blocks[open_now[-1]].append(" ".join(words))
    assert open_now == []
    return blocks


def test_the_proxy_lets_in_what_the_door_serves_and_nothing_else():
    blocks = read_caddyfile()
    (site,) = (head for head in blocks if head.startswith("{$SITE"))
    (matched,) = blocks[site]
    assert matched.split() == ["@called", "path", "/webhooks/*", "/healthz", "/readyz", "/privacy", "/static/*"]
    assert blocks["handle @called"] == [f"reverse_proxy {{$UPSTREAM:{WebSettings().listen}}}"]
    assert blocks["handle"] == ["respond 404"]
    (size,) = blocks["request_body"]
    assert int(re.fullmatch(r"max_size (\d+)MB", size)[1]) * 10**6 > LARGEST


def test_the_containers_keep_their_volumes_and_meet_at_one_port():
    compose = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert "\t" not in compose
    services = re.search(r"^services:\n(.*?)^volumes:\n(.*)", compose, re.DOTALL | re.MULTILINE)
    named = set(re.findall(r"^  ([\w-]+):$", services[2], re.MULTILINE))
    used = set(re.findall(r"- ([a-z-]+):/", services[1]))
    assert used == named
    assert set(re.findall(r'VOLUME \["(.+)", "(.+)"\]', DOCKERFILE)[0]) <= set(
        re.findall(r"sunush-\w+:(/\w+)", compose)
    )
    port = re.search(r"SUNUSH_WEB_LISTEN: 0\.0\.0\.0:(\d+)", compose)[1]
    assert f"UPSTREAM: sunush:{port}" in compose
    assert f"EXPOSE {port}" in DOCKERFILE
    assert (DEPLOY.parent / re.search(r"dockerfile: (\S+)", compose)[1]).is_file()
    assert (DEPLOY / re.search(r"- \./(\S+?):/etc/caddy/Caddyfile", compose)[1]).is_file()


def commands(mark: str) -> list[list[str]]:
    lines = block(f"command: {mark}").replace("\\\n", " ").strip().splitlines()
    words = [shlex.split(line) for line in lines]
    assert all(line[0] == ".venv/bin/sunush" for line in words)
    return [[sys.executable, "-m", "bot", *line[1:]] for line in words]


async def test_the_ten_minutes_end_with_a_head_and_a_resident(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SUNUSH_")}
    environment["PYTHONPATH"] = str(ROOT)

    def run(command: list[str]) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    async with TelegramProcess(tmp_path / "telegram.jsonl") as telegram:
        (tmp_path / ".env").write_text(f"SUNUSH_TELEGRAM_TOKEN={TOKEN}\nSUNUSH_TELEGRAM_API_URL={telegram.url}\n")
        (tmp_path / ".env").chmod(0o600)  # as the page's umask makes it
        assert "payload a_janyaryk" in run(commands("aimak")[0])
        payload = re.search(r"link payload +(i_\S+)", run(commands("invite")[0]))[1]
        doctor, serve = commands("serve")
        assert run(doctor).splitlines()[-1].startswith("ok    Telegram answers: the bot is @")
        serving = subprocess.Popen(
            serve, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            patience, polling = Patience(serving.pid, idle=30, longest=300), asyncio.create_task(telegram.polled(300))
            while not polling.done():
                assert serving.poll() is None, "the process ended by itself"
                assert not patience.is_over(), "it does not come to poll"
                await asyncio.wait([polling], timeout=0.02)
            await polling
            people = People(telegram)
            head, aigul = people("Бакыт", "ky"), people("Айгүл", "ky")
            head.starts(payload)
            aigul.starts("a_janyaryk")
            for person in (head, aigul):
                await person.hears(within=20)
                person.taps("Кыргызча")
                shown = (await person.sees())["text"]
                assert "Жаңы-Арык" in shown, shown
        finally:
            serving.send_signal(signal.SIGTERM)
            said = serving.communicate()[0]
        assert serving.returncode == 0, said
        assert said == b""

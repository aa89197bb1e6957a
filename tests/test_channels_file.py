"""SUNUSH_CHANNELS_FILE: several numbers and bots of one install; whatever is wrong names the file and the entry."""

import os
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import sunush
from bot.config import SettingsRefused, from_env
from bot.config_accounts import TelegramSettings, WhatsAppSettings
from tests.papers import block

ROOT = Path(__file__).parents[1]

TOKENS = ("11111:" + "A" * 30, "22222:" + "B" * 30, "33333:" + "C" * 30)
BOT = f"""[republic]
kind = "telegram"
token = "{TOKENS[0]}"
"""
NUMBER = """[naryn]
kind = "whatsapp"
token = "EAAG-token-of-naryn"
phone_number_id = "106540352242922"
business_id = 102290129340398
app_secret = "secret-of-the-app"
verify_token = "word-of-ours"
"""


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    """The file as it is named; nothing else of ours in the environment."""
    for name in [name for name in os.environ if name.startswith("SUNUSH_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUNUSH_CHANNELS_FILE", "channels.toml")
    return tmp_path / "channels.toml"


def refusal() -> str:
    with pytest.raises(SettingsRefused) as refused:
        from_env()
    said = str(refused.value)
    assert "\n" not in said
    assert said.startswith("SUNUSH_CHANNELS_FILE: ")
    return said.removeprefix("SUNUSH_CHANNELS_FILE: ")


def test_bots_and_numbers_stand_in_the_order_of_the_file_behind_those_of_variables(file, monkeypatch):
    monkeypatch.setenv("SUNUSH_TELEGRAM_TOKEN", TOKENS[1])
    file.write_text(f"""{NUMBER}pace = 20
chats_a_day = 2000
notices_a_month = 0
aimak = "kokjar"
{BOT}""")
    own, naryn, republic = from_env().accounts
    assert own == TelegramSettings(TOKENS[1])
    assert naryn == WhatsAppSettings(
        "EAAG-token-of-naryn", "106540352242922", "102290129340398", "secret-of-the-app", "word-of-ours",
        pace=20, chats_a_day=2000, notices_a_month=0, name="naryn", aimak="kokjar",
    )  # fmt: skip
    assert republic == TelegramSettings(TOKENS[0], name="republic")


def test_the_example_can_be_read_and_is_the_page_s(file, monkeypatch):
    example = tomllib.loads((ROOT / "deploy/channels.toml").read_text("utf-8"))
    assert example == tomllib.loads(block("channels"))
    (file.parent / "secrets").mkdir()
    for one in (one for entry in example.values() for key, one in entry.items() if key.endswith("_file")):
        (file.parent / one).write_text(f"{len(one) * 1111}:{'A' * 30}")
    for one in ("NARYN_TOKEN", "NARYN_SECRET", "NARYN_WORD"):
        monkeypatch.setenv(one, f"{one}-of-ours")
    file.write_text((ROOT / "deploy/channels.toml").read_text("utf-8"), "utf-8")
    assert [one.name for one in from_env().accounts] == list(example)


def test_secrets_may_lie_in_files_and_variables_of_their_own(file, monkeypatch):
    (file.parent / "secrets").mkdir()
    (file.parent / "secrets" / "naryn").write_text(f"{TOKENS[0]}\n")
    monkeypatch.setenv("NARYN_SECRET", "a" * 40)
    monkeypatch.setenv("SUNUSH_WEB_URL", "https://sunush.example.kg")
    file.write_text("""[naryn]
kind = "telegram"
token_file = "secrets/naryn"
webhook = true
webhook_secret_env = "NARYN_SECRET"
""")
    settings = from_env()
    assert settings.accounts == (TelegramSettings(TOKENS[0], webhook=True, webhook_secret="a" * 40, name="naryn"),)
    assert settings.listed.files == (Path("channels.toml"), Path("secrets/naryn"))
    assert TOKENS[0] not in repr(settings), "a log would show it"


REFUSED = {
    "a key nobody knows": (
        BOT + 'tokn = "x"\n',
        "channels.toml, [republic]: nobody knows the key tokn: it is one of aimak, api_url, kind, pace, token, token_env, "
        "token_file, webhook, webhook_secret, webhook_secret_env, webhook_secret_file.",
    ),
    "a key of the other messenger": (BOT + 'app_secret = "12345678"\n', "[republic]: nobody knows the key app_secret"),
    "a missing key": ('[naryn]\nkind = "telegram"\n', "channels.toml, [naryn]: token must be set as well."),
    "no kind": ("[naryn]\npace = 3\n", "[naryn]: kind must be one of 'telegram', 'whatsapp'."),
    "a kind that is a list": ("[naryn]\nkind = []\n", "[naryn]: kind must be one of"),
    "two places of one secret": (
        BOT + 'token_env = "NARYN"\n',
        "[republic]: token and token_env contradict each other: leave one of them.",
    ),
    "a token that is none": (BOT.replace(TOKENS[0], "abc"), "[republic]: token must be the token BotFather gave"),
    "an empty value": (BOT + 'api_url = ""\n', "[republic]: api_url must not be empty"),
    "a pace of nothing": (BOT + "pace = 0\n", "[republic]: pace must be a whole number from 1 to 1000."),
    "a list where a number stands": (BOT + "pace = [3]\n", "[republic]: pace must be text in quotes or a number."),
    "true where a number stands": (BOT + "pace = true\n", "[republic]: pace must be text in quotes or a number."),
    "a word where true stands": (BOT + 'webhook = "1"\n', "[republic]: webhook must be true or false."),
    "an aimak that is no code": (BOT + 'aimak = "Көк-Жар"\n', "[republic]: aimak must be 1 to 32 small Latin"),
    "a webhook without an address": (BOT + "webhook = true\n", "[republic]: webhook needs SUNUSH_WEB_URL"),
    "a file of a secret that is not there": (
        '[naryn]\nkind = "telegram"\ntoken_file = "gone"\n',
        "[naryn]: token_file: gone cannot be read: No such file or directory.",
    ),
    "a variable that is not set": (
        '[naryn]\nkind = "telegram"\ntoken_env = "GONE"\n',
        "[naryn]: token_env: the variable GONE is not set.",
    ),
    "the same bot twice": (
        BOT + BOT.replace("republic", "again"),
        "channels.toml, [again]: this is the same account as [republic]: leave one of them out.",
    ),
    "the same number twice": (NUMBER + NUMBER.replace("naryn]", "osh]"), "[osh]: this is the same account as [naryn]"),
    "the same name twice": (BOT + BOT, "channels.toml is no TOML: Cannot declare ('republic',) twice (at line"),
    "a name that is none": (BOT.replace("republic", '"Нарын"'), "[Нарын]: the name of an entry must be 1 to 32 small"),
    "a value outside any entry": ("pace = 3\n", "channels.toml, [pace]: write it as a table with a kind of its own."),
    "nothing": ("# to come\n", "channels.toml lists no account: write a table such as [kokjar]"),
    "no TOML": ("kind: telegram", "channels.toml is no TOML: "),
    "no text": ("\udcff", "channels.toml cannot be read: it is not UTF-8 text."),
    "http to another computer": (BOT + 'api_url = "http://10.0.0.1"\n', "api_url must begin with https://"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_names_the_file_and_the_entry(file, case):
    written, said = REFUSED[case]
    file.write_bytes(written.encode("utf-8", "surrogateescape"))
    assert said in refusal()
    for secret in (*TOKENS, "EAAG-token-of-naryn", "secret-of-the-app"):
        assert secret not in refusal()


def test_an_account_of_variables_does_not_stand_in_the_file_as_well(file, monkeypatch):
    monkeypatch.setenv("SUNUSH_TELEGRAM_TOKEN", TOKENS[0])
    file.write_text(BOT)
    assert "channels.toml, [republic]: this is the same account as SUNUSH_TELEGRAM_…" in refusal()


def test_a_file_that_is_not_there_is_named(file):
    assert refusal() == "channels.toml cannot be read: No such file or directory."


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_whatever_is_wrong_ends_a_command_with_one_sentence(file, command):
    file.write_text('[naryn]\nkind = "telegram"\n')
    ended = CliRunner().invoke(sunush, [command])
    assert ended.exit_code == 2
    assert ended.output == "SUNUSH_CHANNELS_FILE: channels.toml, [naryn]: token must be set as well.\n"


def test_of_several_numbers_one_is_named(file):
    file.write_text(NUMBER + NUMBER.replace("naryn]", "osh]").replace("06540", "07777"))
    unnamed = CliRunner().invoke(sunush, ["whatsapp", "register"])
    assert (unnamed.exit_code, unnamed.output) == (
        2,
        "There are several numbers: name one by --account (naryn, osh).\n",
    )
    unknown = CliRunner().invoke(sunush, ["whatsapp", "costs", "--account", "talas"])
    assert (unknown.exit_code, unknown.output) == (2, "There is no number «talas»; those there are: naryn, osh.\n")

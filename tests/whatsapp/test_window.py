"""The 24 hours of WhatsApp. A template asks, the tap brings the answer; nothing is lost where a template is not taken."""

import asyncio
import time

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from bot.channels.whatsapp.templates import list_definitions
from bot.chat.message import Message
from bot.cli import sunush as command
from storage.database.engine import Database
from storage.database.schema import held_templates, outbox, peers, reactions
from storage.queue.letters import OPENER, Lane, State
from storage.store import Store
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.server import TelegramServer
from tests.web.doors import find_free_port
from tests.whatsapp.fake.graph import Fault, GraphServer
from tests.whatsapp.fake.people import WhatsAppUser
from tests.whatsapp.payloads import AIGUL, NUMBER
from tests.whatsapp.steps import LIGHT, SENTENCE, answer, approve_templates, begin, comes_to, count, hire, send, settle

DAYS_AGO = 2 * 24 * 3600  # seconds


async def has_written_days_ago(aigul: WhatsAppUser, database: Database) -> None:
    """Two days pass for the books of both sides, once all that was said has arrived."""
    await all_has_left(database)
    aigul.graph.last_in[aigul.address] -= DAYS_AGO
    await database.write(
        lambda store: store.connection.execute(
            update(peers).where(peers.c.channel == "whatsapp").values(last_in_at=int((time.time() - DAYS_AGO) * 1000))
        )
    )


async def all_has_left(database: Database) -> None:
    """Waits until nothing is on its way to anybody."""
    on_its_way = select(outbox).where(outbox.c.state < State.SENT).subquery()
    await comes_to(database, on_its_way, 0)


async def have_proposed(
    graph: GraphServer, telegram: TelegramServer, database: Database
) -> tuple[TelegramUser, WhatsAppUser]:
    """A clerk in Telegram, and a resident in WhatsApp who has sent a proposal."""
    nurlan, aigul = People(telegram)("Нурлан", "ky"), WhatsAppUser(graph, AIGUL)
    await hire(nurlan, database)
    await settle(aigul)
    await begin(aigul)
    aigul.writes(LIGHT)
    await send(aigul)
    return nurlan, aigul


@pytest.mark.slow
async def test_an_answer_two_days_later_is_asked_for_by_a_template_and_read_by_a_tap(
    graph: GraphServer, telegram: TelegramServer, sunush: Database, tell
):
    approve_templates(graph)
    nurlan, aigul = await have_proposed(graph, telegram, sunush)
    await has_written_days_ago(aigul, sunush)

    await answer(nurlan)
    asked = await aigul.hears("айыл өкмөтү жооп берди")
    assert "Көк-Жар: № 0001 сунушуңузга" in asked
    assert SENTENCE not in asked
    aigul.taps("Жоопту окуу")
    assert SENTENCE in await aigul.hears("ДОЛБООРГО КИРГЕН ЖОК")
    aigul.taps("Түшүнүктүү")
    await comes_to(sunush, reactions, 1)
    texts = [shown.text for shown in aigul.shown]
    tell("an answer two days later in WhatsApp",
         templates=sum(shown.kind == "template" for shown in aigul.shown),
         answers=sum(SENTENCE in text for text in texts))  # fmt: skip
    assert sum(shown.kind == "template" for shown in aigul.shown) == 1
    assert sum(SENTENCE in text for text in texts) == 1


@pytest.mark.slow
async def test_where_our_books_are_wrong_the_late_failure_turns_into_a_template(
    graph: GraphServer, telegram: TelegramServer, sunush: Database
):
    approve_templates(graph)
    nurlan, aigul = await have_proposed(graph, telegram, sunush)
    await all_has_left(sunush)
    graph.last_in[AIGUL] -= DAYS_AGO  # Meta alone knows
    await answer(nurlan)
    await aigul.hears("айыл өкмөтү жооп берди")
    aigul.writes("салам")
    assert SENTENCE in await aigul.hears("ДОЛБООРГО КИРГЕН ЖОК")


@pytest.mark.slow
async def test_a_template_that_is_not_approved_holds_what_waits_until_meta_approves_it(
    graph: GraphServer, telegram: TelegramServer, sunush: Database
):
    nurlan, aigul = await have_proposed(graph, telegram, sunush)
    await has_written_days_ago(aigul, sunush)
    await answer(nurlan)
    await comes_to(sunush, held_templates, 1)
    assert all(shown.kind != "template" for shown in aigul.shown)
    approve_templates(graph)
    await graph.decides("APPROVED")  # Meta says so to our webhook: nobody waits for the next hour
    assert SENTENCE not in await aigul.hears("айыл өкмөтү жооп берди")
    await comes_to(sunush, held_templates, 0)
    aigul.writes("жооп барбы?")
    assert SENTENCE in await aigul.hears("ДОЛБООРГО КИРГЕН ЖОК")


@pytest.mark.slow
async def test_a_limit_that_meta_tells_of_later_holds_the_others_until_it_is_raised(
    graph: GraphServer, sunush: Database, tell
):
    approve_templates(graph)
    graph.chats_a_day = 2
    people = [f"99655500000{n}" for n in range(5)]

    async def write(store: Store) -> None:
        for address in people:
            person = await store.people.meet("whatsapp", NUMBER, address, at=int((time.time() - DAYS_AGO) * 1000))
            await store.outbox.queue(
                person.peer_id, "whatsapp", NUMBER, kind="letter", object_id=1, revision=0, lane=Lane.ANSWER,
                language="ky", body=Message("Кат").to_json(), at=int(time.time() * 1000),
            )  # fmt: skip

    await sunush.write(write)
    reached = select(outbox).where(outbox.c.kind == OPENER, outbox.c.state == State.DELIVERED).subquery()
    refused = select(outbox).where(outbox.c.kind == OPENER, outbox.c.state == State.SKIPPED).subquery()
    await comes_to(sunush, reached, 2)
    await comes_to(sunush, refused, 3)
    limit = await sunush.read(lambda store: store.openings.read_limit("whatsapp", NUMBER))
    await graph.raises_limit(2000)
    await comes_to(sunush, reached, 5)
    shown = [sum(one.kind == "template" for one in graph.chats[address]) for address in people]
    tell("a limit that Meta tells of later", people=5, learned=limit.most, refused=3, asked=shown)
    assert limit.most == 2
    assert shown == [1] * 5
    assert await count(sunush, select(outbox).where(outbox.c.state == State.FAILED).subquery()) == 0


def test_every_template_can_be_submitted_and_stands_in_both_languages():
    definitions = list_definitions()
    assert len({(one["name"], one["language"]) for one in definitions}) == len(definitions) == 14


async def test_the_command_submits_what_is_missing_and_says_the_state_of_each(
    graph: GraphServer, monkeypatch: pytest.MonkeyPatch, tmp_path
):
    for name, value in {**graph.surroundings, "SUNUSH_DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)

    async def run(*words: str) -> str:
        made = await asyncio.to_thread(CliRunner().invoke, command, ["whatsapp", *words])
        assert made.exit_code == 0, made.output
        return made.output

    assert "proposal_answered · ky_KG · not submitted" in await run("templates")
    assert graph.templates.known == {}
    refused = Fault("message_templates", code=100, where=lambda body: body.get("name") == "hearing_notice")
    graph.faults.append(refused)
    assert "hearing_notice · ky_KG · refused: 100" in await run("templates", "--submit")
    assert len(graph.templates.known) == 13, "the others do not wait for it"
    submitted = await run("templates", "--submit")
    assert submitted.count("PENDING") == len(graph.templates.known) == 14
    assert submitted.endswith("0 of 14 are approved.\n")
    approve_templates(graph)
    assert (await run("templates", "--submit")).endswith("14 of 14 are approved.\n")

    graph.apps = []
    said = await run("register", "--pin", "123456")
    assert (graph.pin, len(graph.apps)) == ("123456", 1)
    assert "акча сурабайт" in graph.profile["description"]
    assert said.count("ok  ") == 3
    assert said.endswith("The page on privacy that Meta asks for: https://YOUR_ADDRESS/privacy\n")
    assert "all 14 templates are approved" in said
    assert (await run("register", "--account", NUMBER)).count("ok  ") == 3


async def test_a_line_that_is_down_is_said_in_one_sentence(
    graph: GraphServer, monkeypatch: pytest.MonkeyPatch, tmp_path
):
    nowhere = {"SUNUSH_DATA_DIR": str(tmp_path), "SUNUSH_WHATSAPP_API_URL": f"http://127.0.0.1:{find_free_port()}"}
    for name, value in {**graph.surroundings, **nowhere}.items():
        monkeypatch.setenv(name, value)
    made = await asyncio.to_thread(CliRunner().invoke, command, ["whatsapp", "templates"])
    assert (made.exit_code, made.output) == (
        2,
        "WhatsApp: no connection comes about (no line to the internet?).\n",
    )


@pytest.mark.parametrize("given", [["register", "--pin", "12345"], ["templates"]])
def test_bad_input_ends_with_one_sentence(given: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(command, ["whatsapp", *given])
    assert (made.exit_code, made.output.count("\n")) == (2, 1)

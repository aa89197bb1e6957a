"""The history of a proposal has each act once, by posts. It has nothing of another aimak or of who was forgotten."""

import ast
from pathlib import Path

import openpyxl
import pytest

import bot.office as office_room
from bot.budget.permissions import Act, Role
from bot.budget.proposal import Side
from bot.budget.tally import Reaction
from bot.export.office.history import write_history
from bot.export.spreadsheet import ExportRefused
from bot.office.answers import answers, dialogue, handling, take_back, told
from bot.office.plan import ties
from bot.office.public import asking, looks, switch
from bot.office.reads.history import read_history
from bot.office.reads.history_words import ACTS
from storage.log.history import KEPT_ELSEWHERE, Step
from storage.plan.ties import Target
from tests.office.offices import MINUTE, Office, refusing
from tests.office.plan.test_ties import name_one

SENTENCE = "Бул ишке быйылкы бюджетте каражат каралган эмес."


@pytest.fixture
async def story(sqlite_database):
    """One proposal that was taken, handed over, sorted, drafted, answered, corrected and told of; and one elsewhere."""
    office = await Office(sqlite_database).opens()
    author = await office.meets("Айгүл")
    nurlan, erkin = [await office.meets(name, Role.STAFF) for name in ("Нурлан", "Эркин")]
    proposal = await office.proposed(author)
    to = (await office.member(erkin)).id

    async def does(act, by, **given):
        office.now += MINUTE
        return await office.does(act, by=by, id=proposal.id, **given)

    await does(answers.take, nurlan)
    await does(handling.hand_over, nurlan, to=to)
    await does(handling.sort, erkin, side=Side.REVENUE, category="rev_land_tax")
    await does(dialogue.ask_author, erkin, text="Кайсы көчө жөнүндө сөз болуп жатат?")
    await does(answers.save, erkin, answer=refusing(SENTENCE))
    await does(answers.send, erkin, answer=refusing(SENTENCE))
    await does(answers.send, erkin, answer=refusing(f"{SENTENCE} Кийин карайбыз."), revision=2)
    await does(told.tell_in_person, erkin)
    other = await Office(sqlite_database, code="shark").opens()
    stranger = await other.meets("Бакыт", Role.STAFF)
    elsewhere = await other.proposed(await other.meets("Жыпар"))
    await other.does(answers.take, by=stranger, id=elsewhere.id)
    return office, proposal, author, erkin


def acts(steps: list[Step]) -> list[str]:
    return [step.act for step in steps]


ORDER = ["received", "take", "hand_over", "sort", "asked", "save", "sent", "answer_corrected", "told"]


def list_recorded(of: str) -> set[str]:
    """Every act that the office records in the audit of an object."""
    found = set()
    for path in Path(office_room.__file__).parent.rglob("*.py"):
        text = path.read_text("utf-8")
        if f'object="{of}"' in text:
            calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and len(node.args) > 1)
            found |= {_name(node.args[1]) for node in calls if any(_is_of(one, of) for one in node.keywords)}
    return found - {""}


def _is_of(keyword: ast.keyword, of: str) -> bool:
    return keyword.arg == "object" and isinstance(keyword.value, ast.Constant) and keyword.value.value == of


def _name(node: ast.expr) -> str:
    # The name of a parameter tells no act: those who call name it.
    if isinstance(node, ast.Attribute):
        return str(getattr(Act, node.attr))
    return str(node.value) if isinstance(node, ast.Constant) else ""


async def test_each_act_stands_once_in_its_order(story):
    office, proposal, author, erkin = story
    found = await office.database.read(lambda store: read_history(store, id=proposal.id, by=erkin))
    assert acts(found.steps) == ORDER
    assert set(acts(found.steps)) <= set(ACTS)
    assert found.steps[0].details == ("telegram",)
    assert found.steps[3].details == ("revenue", "rev_land_tax")
    assert [found.posts[step.person_id].title for step in found.steps[1:3]] == ["адис Нурлан"] * 2
    assert found.posts[found.steps[2].to].title == "адис Эркин"


async def test_the_table_is_of_the_own_aimak_and_in_words(story, tmp_path):
    office, _, author, _ = story

    async def tap(store):
        (sent,) = [one for one in await store.answers.list_sent(1) if one.revision == 2]
        await store.dialogue.react(sent.id, by=author.id, reaction=Reaction.DISAGREE, at=office.now + MINUTE)

    await office.database.write(tap)
    path = tmp_path / "audit.xlsx"
    given = {"form": "xlsx", "aimak_id": office.aimak_id, "language": "ru", "codes": False}
    written = await write_history(office.database, path=path, **given)
    heading, *rows = openpyxl.load_workbook(path).active.values
    assert heading == ("Номер", "Когда", "Что сделано", "Кто сделал", "Подробности")
    assert len(rows) == written == len(ORDER) + 1
    assert rows[0][:1] + rows[0][2:] == ("0001", "поступило", None, "Telegram")
    assert rows[2][2:] == ("передано коллеге", "адис Нурлан", "адис Эркин")
    assert rows[3][2:4] == ("исправлена сторона или категория", "адис Эркин")
    assert rows[3][4].startswith("доходы, ")
    assert rows[6][2:] == ("ответ отправлен", "адис Эркин", "Не вошло в проект")
    assert rows[-1][2:] == ("отклик автора", None, "Есть возражение")
    assert "Бакыт" not in str(rows)
    assert SENTENCE not in str(rows)
    with pytest.raises(ExportRefused, match="№ 0007"):
        await write_history(office.database, path=tmp_path / "none.csv", **(given | {"form": "csv"}), number=7)
    assert not (tmp_path / "none.csv").exists()


async def test_ties_and_looks_are_told_in_words_with_their_direction(story):
    office, proposal, author, erkin = story
    target = Target(priority=await name_one(office))
    office.now += MINUTE

    async def let(store):
        await switch.set_page(store, aimak_id=office.aimak_id, is_on=True, by=None, at=office.now)
        await asking.make_public(store, id=proposal.id, public=True, page=True, by=author, at=office.now)

    await office.database.write(let)
    await office.does(ties.tie, proposal_id=proposal.id, target=target, by=erkin)
    await office.does(ties.untie, proposal_id=proposal.id, target=target, by=erkin)
    for shown in (True, False, None):
        await office.does(looks.look, id=proposal.id, revision=1, shown=shown, by=erkin)
    found = await office.database.read(lambda store: read_history(store, id=proposal.id, by=erkin))
    done = acts(found.steps)[len(ORDER) :]
    assert done == ["plan:tied", "plan:untied", "look:shown", "look:hidden", "look:again"]
    assert set(done) <= set(ACTS)


def test_every_act_that_is_recorded_of_a_proposal_has_words():
    told = {name.partition(":")[0] for name in ACTS}
    missing = {act for act in list_recorded("proposal") if act not in told | set(KEPT_ELSEWHERE)}
    assert missing == set()


async def test_whoever_is_forgotten_is_a_number_in_it(story):
    office, proposal, author, erkin = story

    async def forget(store):
        for person in (author, erkin):
            await store.erasures.erase(person.id, keeps_public=False, at=office.now)
        also = await store.history.list_steps([proposal.id], aimak_id=office.aimak_id)
        return also, await store.history.list_posts(office.aimak_id)

    steps, posts = await office.database.write(forget)
    # What had not left goes to nobody any more.
    assert [act for act in acts(steps) if act not in {"withdrawn", "not_delivered"}] == ORDER
    assert posts[erkin.id].title is None
    assert "Эркин" not in str((steps, posts))


async def test_what_the_head_let_go_names_the_head_and_the_answer_its_writer(sqlite_database):
    office = await Office(sqlite_database).opens()
    author, clerk, head = (
        await office.meets("Айгүл"), await office.meets("Нурлан", Role.STAFF), await office.meets("Токтогул", Role.HEAD),
    )  # fmt: skip
    await sqlite_database.write(lambda store: store.aimaks.set_head_approves(office.aimak_id, True))
    for approves in (True, False):
        proposal = await office.proposed(author)
        answer = refusing(f"{SENTENCE} {proposal.label}")
        await office.does(answers.send, id=proposal.id, by=clerk, answer=answer)
        pressed = {"shown": [(proposal.id, (await office.draft(proposal)).saved_at)], "aimak_id": office.aimak_id}
        if approves:
            await office.does(take_back.send_drafts, by=head, **pressed)
            office.now += MINUTE
            await office.database.write(lambda store: take_back.go_on(store, at=office.now))
        else:
            await office.does(answers.send, id=proposal.id, by=head, answer=answer)
        found = await office.database.read(lambda store, id=proposal.id: read_history(store, id=id, by=head))
        who = {step.act: step.person_id for step in found.steps}
        assert (who["propose_answer"], who["sent"]) == (clerk.id, head.id)
        assert who.get("approve") == (head.id if approves else None)
        sent = await office.database.read(lambda store, id=proposal.id: store.answers.find_latest(id))
        assert sent.answered_by == clerk.id

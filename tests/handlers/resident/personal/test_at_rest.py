"""What somebody who finds the disk can read: only the columns named here, in no file but the database."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason, Side, Source
from bot.budget.proposal_text.decidable import Need
from bot.budget.workdays import find_day
from bot.budget.works.stages import Stage
from bot.language.matter.topics import Theme
from bot.office.answers import answers, dialogue
from bot.office.answers.templates import templates
from bot.office.answers.templates.templates import TemplateWords
from bot.office.broadcasts import topics
from bot.office.proposals import ProposalToSend, enter_for
from bot.office.together import additions, voices
from bot.office.works import works
from storage.database.schema import answers as sent_answers
from tests.handlers.offices import joined, proposed

# «Кана» and a number stands in each text somebody typed or said. Beside these texts nothing of it can be read.
OPEN = {
    "proposal_texts.text",  # searched, exported, read out in the hall
    "proposal_texts.fold",
    "proposal_stems.stem",
    "answers.sentence",  # exported
    "broadcast_texts.text",  # sent to many
}
READABLE = {"1", "3", "5", "7", "8", "13", "21"}  # the numbers of the texts that stand there
WORD = re.compile("кана", re.IGNORECASE)
TOLD = "Кана{}: быйылкы долбоорго кошулду, ишке киришебиз"


async def test_whoever_finds_the_disk_reads_texts_and_sent_answers_only(village, tmp_path, tell):
    clerk, aigul = await joined(village, "Гүлнара", Role.HEAD, title="Башчы"), await village.in_menu("Кана17 Нурлан")
    by, author = await clerk.person(), await aigul.person()
    road = await proposed(village, aigul, "Кана1 көчөсүн оңдоп бериңиздер, чуңкур көп", author_name="Кана2 Нурлан")
    other = await proposed(village, aigul, "Кана3 айылына көпүрө салып бериңиздер", place="Кана4 үй")
    kept = await proposed(village, aigul, "Кана5 мектебине жарык койгула, караңгы")
    voice = await proposed(village, aigul, "", media=(("voice", "Кана6"),))
    included = Answer(Decision.INCLUDED, None, TOLD.format(7), 150_000, None)
    at = village.clock()

    async def work(store) -> None:
        await enter_for(
            store, draft=ProposalToSend("paper", Side.SPENDING, "Кана8 суу түтүгү эскирди", author_name="Кана9"),
            source=Source.PAPER, on=find_day(at), aimak_id=1, language="ky", by=by, at=at, phone="+996700998877",
        )  # fmt: skip
        await dialogue.ask_author(store, id=road.id, text="Кана10 көчөсүнүн кайсы жери?", by=by, at=at)
        await dialogue.reply(store, id=road.id, text="Кана11 дүкөнүнүн жанында", by=author, at=at)
        await additions.add(store, id=other.id, need=Need.STREET, text="Кана12 көчөсү", by=author, at=at)
        await voices.summarise(store, id=voice.id, text="Кана13 мектебине жол керек экен", read=1, by=by, at=at)
        await answers.send(store, id=road.id, answer=included, by=by, at=at)
        refused = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, TOLD.format(14), None, None)
        await answers.save(
            store, id=kept.id, answer=replace(refused, other="Кана15 быйыл мүмкүн эмес", other_in="ky"), by=by, at=at
        )
        answer_id = await store.connection.scalar(
            select(sent_answers.c.id).where(sent_answers.c.proposal_id == road.id)
        )
        words = TemplateWords(TOLD.format(16))
        await templates.keep(store, answer_id=answer_id, name="Кана18 үлгүсү", words=words, by=by, at=at)
        said, _ = await works.say_stage(
            store, id=road.id, stage=Stage.ADOPTED, text="Кана19 кабыл алынды", by=by, at=at
        )
        await works.contest(store, said_id=said.id, text="Кана20 эч ким келген жок", by=author, at=at)
        await topics.send(
            store,
            key="notice",
            aimak_id=1,
            topics=[str(next(iter(Theme)))],
            text="Кана21 суу болбойт эртең",
            by=by,
            at=at,
        )

    await village.database.write(work)
    await aigul.says("Кана22 айылына клуб керек")
    await clerk.taps("desk_search")
    await clerk.says("Кана23")
    await village.states.flush()
    database = Path(str(village.database.url.database))
    found: dict[str, str] = {}
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of the schema's own
            for row in rows:
                for column, value in zip(rows.description, row, strict=True):
                    if WORD.search(text := str(value)):
                        found[f"{table}.{column[0]}"] = text
    files = [path.read_bytes().decode("utf-8", "ignore") for path in tmp_path.rglob("*") if path.is_file()]
    seen = {number for content in files for number in re.findall(r"[Кк]ана(\d+)", content)}
    tell("columns in which words of people can be read", open=len(found), others=len(found.keys() - OPEN))
    assert found.keys() == OPEN
    assert seen == READABLE

"""The gist of what no table has: stems and endings, in any order, in six spellings. A need of a village has none."""

import json
from pathlib import Path

import pytest

from bot.language.gist.reading import find_gist, find_near_gist
from bot.language.intents import Intent, find_meanings

ROOT = Path(__file__).parents[2]

MEANT = {
    Intent.STATUS: "когда мне ответ будет|менин сунушума жооп качан болот|Жазганыма жооп келген жокпу|где мой ответ"
    "|а что по моей заявке слышно|zhooptu kachan kutsom bolot|жооп келбей жатабы|рассмотрели моё обращение?",
    Intent.PROPOSE: "сунушумду кантип берем|придложить хочу кое-что|бюджетке сунуш киргизгим келет|предложение подать хочу"
    "|сунуш калтырсам болобу|sunush bereyin degem",
    Intent.HEARINGS: "слушанние когда|слушаине|слушаннее|слушаниие|салушание"
    "|жыйналыш качан өтөт экен|где будут слушания проходить|uguuga kaida baram",
    Intent.HELP: "ботту кантип пайдаланам|эмнеден баштайм айтып бергилечи|научите пользоваться этим ботом",
    Intent.CALL: "башкарма менен сүйлөшүш керек эле|как до вас дозвониться|хочу лично поговорить с главой",
    Intent.LATER: "кечинде жазайын|допишу завтра вечером|азыр колум тийбейт, кийинчерээк айтып берем",
    Intent.CHANGE: "дайте поправлю|жаңылыш жазып коюпмун|сунушумду оңдоп койсом болобу",
    Intent.COME: "придём вдвоём, без детей|нет, но придём с семьёй|жок, сөзсүз барабыз кудай кааласа"
    "|придём с семьёй|сөзсүз барабыз кудай кааласа",
    Intent.DECLINE: "уезжаю, не смогу|бара албай турам окшойт",
    Intent.FORGET: "сотрите всё, что обо мне есть|удалите мой профиль|менин номеримди базадан өчүрүп салгыла",
    Intent.UNSURE: "аныгын билбейм|мне всё равно",
}  # fmt: skip


@pytest.mark.parametrize(("intent", "said"), MEANT.items())
def test_stems_in_any_order_mean_what_they_say(intent, said):
    assert [text for text in said.split("|") if intent not in find_gist(text)] == []


def test_a_no_to_something_else_does_not_deny_that_somebody_comes():
    for text in (
        "нет, придём с мужем, без детей",
        "приду с соседкой, без подруг",
        "приду но не один",
        "я приду, друзья не придут",
    ):
        assert Intent.DECLINE not in find_gist(text), text
    for text in ("нет, не придём с семьёй", "без мужа не приду на сход"):
        assert Intent.COME not in find_gist(text), text
        assert Intent.DECLINE in find_gist(text), text
    assert find_gist("жок, отправляй уже") == (Intent.SEND,)
    assert Intent.SEND not in (*find_gist("жок, отправлять не надо"), *find_gist("жок, жөнөтпөй эле коёлу"))
    assert Intent.HELP not in find_gist("никак не смогу прийти, срочная работа")


def test_a_need_has_no_gist():
    for text in (
        "көпүрө керек", "суу качан келет", "когда будет свет", "сунуш жол оңдоо", "мост", "жол", "дорога плохая",
        "кто будет чинить мост", "бизге бала бакча керек", "жооп бербей турган кызматкер", "Шамшы", "жайлоо керек",
        "заправка керек", "бассейны", "Чаткал", "статуя керек", "байланыш жок", "айылда байланыш начар", "почта керек",
        "телефон станциясы", "Аттан жыгылбаш үчүн жол оңдолсун", "оборвался провод, замените столбы", "иттер ууру",
        "дарактан жыгылган бутактар жолду жапты", "Починить ворота рынка", "жооптуу адамдар дежур болсун",
        "балдарга жардам бериңиз", "кошуналар сунуш айтышты", "ат жайытка керек", "жер алып бериңиз", "сууга жол ачып бер",
    ):  # fmt: skip
        assert find_gist(text) == (), text


def labelled():
    paths = [*(ROOT / "tests/office/guessing").glob("*.jsonl"), ROOT / "bot/office/guessing/texts.jsonl",
             *(ROOT / "tests/budget").glob("*proposals.jsonl")]  # fmt: skip
    for path in paths:
        for line in path.read_text().splitlines():
            row = json.loads(line)
            if row.get("kind", "proposal") == "proposal":
                yield row["text"]


def test_no_labelled_proposal_is_read_as_a_wish_to_the_bot(tell):
    texts = [*labelled()]
    read = [(text, find_meanings(text) or find_gist(text)) for text in texts if find_meanings(text) or find_gist(text)]
    tell("labelled proposals read as a wish to the bot", texts=len(texts), read=len(read))
    assert not read, read[:5]
    assert len(texts) > 1_200
    assert not [text for text in texts if len(text.split()) > 3 and len(find_near_gist(text)) > 3]

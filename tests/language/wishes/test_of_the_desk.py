"""What a clerk wishes of the desk is understood, in Latin letters too. A text with more in it is no wish."""

import pytest

from bot.language.wishes.of_the_desk import DeskWish, OfDesk, Period, read_desk_wish

SCREENS = {
    "excel": ["выгрузи в эксель", "выгрузи все заявки в excel", "baaryn ekselge chygar", "сунуштарды экселге түшүрүп бер",
              "скачать таблицу", "можно скачать все предложения?"],
    "shelf:figures": ["отчет за год", "мне нужен отчёт за квартал", "жылдык отчет керек", "сделай статистику", "итоги года",
                      "жылдын жыйынтыгын көрсөт"],
    "announce": ["назначить слушание", "хочу объявить слушания", "жаңы угуу жарыялайбыз", "провести бюджетное слушание"],
    "hearing_list": ["внести итоги слушаний", "угуунун жыйынтыгын жазам", "перенести слушание на другой день"],
    "intake": ["внести заявку с бумаги", "записать предложение жителя", "кагаздагы сунушту каттайм",
               "оозеки айтылган сунушту киргизүү", "одна бабушка принесла заявку, записать"],
    "topic_notice": ["разослать объявление жителям", "тургундарга кабар таратуу", "сделай рассылку",
                     "сообщить людям об отключении воды"],
    "board_sheet": ["распечатать на стенд", "тактага илүүчү кагаз", "лист на доску"],
    "poster": ["распечатать плакат", "где скачать qr код бота"],
    "team": ["добавить сотрудника", "жаңы кызматкер кошобуз", "сотрудник уволился, удалить", "коллегамды чакырайын"],
    "evidence": ["собрать документы на конкурс", "конкурска иш кагаздар керек"],
    "tally": ["сколько у нас баллов", "канча упай алдык", "покажи критерий 6"],
    "template_list": ["шаблоны ответов", "жооп шаблондору", "добавить новый шаблон"],
    "library_desk": ["загрузить устав", "токтом жүктөө"],
    "desk_link": ["открыть на компьютере", "компьютерден ачайын"],
    "poll_desk": ["провести опрос жителей", "сурамжылоо өткөрөм"],
    "initiative_desk": ["объявить конкурс местных инициатив", "демилге жарыялайм"],
    "year": ["внести дату принятия бюджета", "бюджет кабыл алынган күндү киргизүү"],
    "my_post": ["изменить мою должность", "кызматымды тууралайын"],
}  # fmt: skip


@pytest.mark.parametrize(("screen", "text"), [(screen, text) for screen, texts in SCREENS.items() for text in texts])
def test_a_screen_is_meant_by_what_is_done_there(screen, text):
    read = read_desk_wish(text)
    assert read is not None
    assert (read.wish, read.screen) in {(OfDesk.SCREEN, screen), (OfDesk.HOW, screen)}


@pytest.mark.parametrize(
    ("text", "screen"),
    [
        ("как назначить слушание?", "announce"), ("угууну кантип жарыялайм", "announce"),
        ("у меня 3 заявки с бумаги, как внести?", "intake"), ("где скачать таблицу", "excel"),
        ("как добавить коллегу?", "team"), ("kantip ekselge chygaram", "excel"), ("где посмотреть отчет", "shelf:figures"),
    ],
)  # fmt: skip
def test_whoever_asks_how_is_shown_where(text, screen):
    assert read_desk_wish(text) == DeskWish(OfDesk.HOW, screen=screen)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("покажи все про воду", "воду"), ("кто из жителей просил фонари", "фонари"), ("найди Асанова", "Асанова"),
        ("есть ли предложения про мусор?", "мусор"), ("суу жөнүндө сунуштарды көрсөт", "суу"),
        ("что пишут про детский сад", "детский сад"),
        ("Толойкондон келгендерди көрсөт", "Толойкондон"), ("жол боюнча сунуш барбы", "жол"),
        ("ким мектеп жөнүндө жазды?", "мектеп"), ("jol boyuncha sunushtardy tap", "jol"), ("поищи заявки о дорогах", "дорогах"),
    ],
)  # fmt: skip
def test_only_what_is_looked_for_is_looked_for(text, words):
    assert read_desk_wish(text) == DeskWish(OfDesk.SEARCH, words=words)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("өткөн аптада канча сунуш келди", Period.WEEK), ("сколько пришло на прошлой неделе", Period.WEEK),
        ("сколько заявок поступило за месяц?", Period.MONTH), ("бүгүн канча сунуш түштү", Period.DAY),
        ("сколько всего предложений подали", None), ("быйыл канча сунуш келди", Period.YEAR),
    ],
)  # fmt: skip
def test_what_came_is_counted(text, period):
    assert read_desk_wish(text) == DeskWish(OfDesk.CAME, period=period)


@pytest.mark.parametrize("text", ["канча сунушка жооп берилди", "на сколько предложений ответили", "сколько отвечено"])
def test_what_was_answered_is_counted(text):
    assert (read_desk_wish(text) or DeskWish(OfDesk.CAME)).wish is OfDesk.ANSWERED


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("поменяй ответ на 0001", 1),
        ("№ 12 ответ исправить", 12),
        ("0007 жообун өзгөртөм", 7),
        ("хочу изменить ответ № 3", 3),
    ],
)
def test_an_answer_is_named_by_its_number(text, number):
    assert read_desk_wish(text) == DeskWish(OfDesk.ANSWER, number=number)


@pytest.mark.parametrize(
    "text",
    [
        "", "вода", "школа ремонт", "слушание", "удали 0002", "салам баарыңыздарга", "грант", "доска", "компьютер", "опрос",
        "даяр",
        "/cancel", "/start", "жооп жаза албай атам", "ооба", "2211", "12 жолу жооп бер",
        "Мектептин көчөсү 2028-жылдын планына киргизилет.", "дорогу в этом году не включили, денег нет, в 2027 посмотрим",
        "Ваше предложение внесём в план 2028 года", "Кагаз фабрикасы салынсын", "Отчет о воде показал нехватку насосов",
        "Слушания проведём 5 декабря в школе", "Жооп берилген, макулдашылды", "на стенде школы повесить расписание автобуса",
        "Жителям разослать квитанции за воду через почту", "сколько стоит насос", "Канча сом керек?", "покажи",
        "компьютеры для школы", "мектепке компьютер керек", "грант на парник", "тактаны алмаштыруу керек мектепке",
    ],
)  # fmt: skip
def test_a_text_with_more_in_it_is_no_wish_of_the_desk(text):
    assert read_desk_wish(text) is None

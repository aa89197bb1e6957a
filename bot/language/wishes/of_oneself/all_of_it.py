"""Whether everything is to be erased, answered in a sentence of one's own: «ооба, баарын», «да, удаляйте всё», «не всё»."""

from bot.language.wishes.of_oneself.whole import Wish, list_readings, words

_YES = words(
    r"""
    ооба\w* | ова | оба | да | ага | угу | албетте | конечно | давай\w* | макул\w* | ха | хаа | хо?п | ырас | ийе |
    согласен | согласна
"""
)
_ALL = words(
    r"""
    баары\w* | бардык\w* | бардыг\w* | бут\w* | все\w* | всё | полностю | целиком | хаммаси\w* | барини |
    толугу менен | толук | абсолютно все | все все | до конца
"""
)
_GOES = words(
    r"""
    очур(?!б|м)\w* | очсун\w* | очуп кет\w* | жок (?:кыл(?!б)\w*|болсун) | тазала(?!б)\w* | унут(?!п)\w* | удал\w* |
    стир\w* | сотр\w* | стер\w* | очист\w* | забуд\w* | убир\w* | убер\w* | учир\w* | кетсин | кете берсин |
    ташта(?!б)\w* | снос\w* | снес\w*
"""
)
_SURE = words(
    r"""
    уверен\w* | точно | чын\w* | ишен\w* | так | именно | туура | ошондой | ошентип | решил\w? | чечтим | серозно |
    бекем
"""
)
_BESIDE = words(
    r"""
    я | мен | мени | меня | мое | мои | менин | маалымат\w* | данн\w* | обо | тууралуу | жонундо | сал\w* | кой\w* |
    бер\w* | же | уж | уже | и | ташта\w* | кыл\w* | хочу | что | ест | бар | болсун | кетсин | керек | надо |
    нужно | жок | болсо | эмне | отсюда | это | го
"""
)
_NOT = words(
    r"""
    жок | йок | нет | неа | не | ни | эмес | эмне эмес | очурбо\w* | керек эмес | кереги жок | калсын | калтыр\w* |
    остав\w* | кроме | башкасы\w* | болушу | некоторы\w* | кээ | бир боло?гу | частично | част
"""
)
_YES_SAID = (
    Wish((_YES, _ALL), _BESIDE),
    Wish((_YES, _GOES), _BESIDE),
    Wish((_YES, _SURE), _BESIDE),
    Wish((_YES, _ALL, _GOES), _BESIDE),
    Wish((_YES, _SURE, _ALL), _BESIDE),
    Wish((_YES, _SURE, _GOES), _BESIDE),
    Wish((_YES, _SURE, _ALL, _GOES), _BESIDE),
    Wish((_ALL, _GOES), _BESIDE),
    Wish((_ALL, _GOES, _SURE), _BESIDE),
)
_BESIDE_NOT_ALL = words(
    r"""
    бирок | но | только | толко | гана | да | ооба | мен | я | меня | мени | удал\w* | очур\w* | стир\w* | бул |
    это | надо | нужно | хочу
"""
)
_NOT_ALL = Wish((_NOT, _ALL), _BESIDE_NOT_ALL)


def read_all_of_it(text: str) -> bool | None:
    """Whether a whole short text says that everything is to go, or that not all is. None: it says neither, or asks."""
    if text.rstrip().endswith("?"):
        return None
    for read in list_readings(text):
        if _NOT.search(read):
            if _NOT_ALL.fits(read):
                return False
            continue
        if any(wish.fits(read) for wish in _YES_SAID):
            return True
    return None

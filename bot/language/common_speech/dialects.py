"""Words of the south and of Uzbek in either script, and the common word that each stands for."""

from functools import cache

from bot.language.gist.endings import spell_by_vowels, write_in_cyrillic
from bot.language.kyrgyz import fold

_LEAST_BY_EAR = 6  # letters of a word whose vowels may be heard otherwise
_LEAST = 3  # letters in Cyrillic, but for a few: a shorter word is too many others
_SHORT = frozenset({"бу", "шу", "ек"})
_LONGEST_STEM = 9
# A common word, and what stands for it. «-» behind both: the endings stay.
_WORDS = """
мен: манем маным ман манам
мени: мани
менин: манын манин
мага: манга менга menga manga
менден: мендан манден
менде: менда
сен: санем
сенин: санын
силер: сизлар sizlar сизлер сизлерда
сизге: sizga сизга
бизге: bizga бизга
бизде: bizda бизда
муну: бунусун бусун бунусуну буни buni бунусу
ошону: ошонсун шуни шунуни shuni ошосун
бул: бу bu
ушул: шу shu шул шуш
ошол: ушал ошо
мындай: бундай bunday
андай: ундай unday
ушундай: шундай shunday шунака
эмне: нима nima нема немене эмна нимэ
кандай: кандок qanday канака qanaqa
канча: канча qancha канчадан нечта nechta
качан: качон qachon качанга
кайда: каерда кайерда qayerda qaerda кайга каерга
кайсы: кайси qaysi кайс
ким: кимсан
кимге: кимга kimga
эмнеге: нега nega нимага nimaga
кантип: кандайлап
керек: керак kerak кирак кирек
керек эмес: керакмас kerakmas керекмас keremas керекпас
эмес: эмас emas эмасмы
эмесмин: эмасман emasman эмасмын
эмеспи: эмаспи эмаспы emasmi
экен: экан ekan экам
экенмин: экамын эканмин эканман
жатат: атат жатыр ётат
жатабы: атабы
жатам: атам атаман жатырам
болот: болади boladi боладу болады
болсун: болсин bolsin болсинчи
болсо: болса bolsa
болобу: боладими boladimi болама болабы
болду: боду bolldi булди болдиий
болуптур: боптир boptir бопти bopti боптур боптуй
боло берсин: болаверсин bolaversin
болбойт: болмайди bolmaydi болмайт
жок: йок yok ёк йук yuq yoq йоқ жог
бар: бор bor борми
барбы: борми bormi
ооба: хова hova ова
макул: майли mayli майлы мейлик
макулмун: розиман roziman розимин
макул эмесмин: розимасман rozimasman розиэмасман
туура: тогри togri туври тугри дурус дуруст баракалла
азыр: хозир xozir hozir азир озир козур
кийин: кейин keyin кейинрок keyinrok keyinroq кийинрак
эртең: эртага ertaga
бүгүн: бугун bugun
баары: барчы хамма xamma hamma барчаси hammasi хаммаси амма
баарын: хаммасини xammasini barini барини
нерсе: нарса narsa нарсе норсо нерса
нерсени: нарсани нарсамды нарсамны
абдан: жуда juda
жакшы: яхши yaxshi jaxshi яхшы жахши
рахмат: ырахмат рахмет raxmat рохмат
салам: салом salom асалом ассалом assalom assalomu
кош болуңуз: хайр xayr hayr
сураныч: илтимос iltimos
байке: ака aka
эже: опа opa
балдар: болалар bolalar
киши: одам odam
сөз: гап gap
сүйлөшүү: гаплашиш gaplashish гаплашсам гаплашгани gaplashgani
сүйлөш-: гаплаш-
айт-: айтворинг айтвор
сунуш: таклиф taklif таклип
сунуш-: таклиф- таклип-
арыз: ариза ariza
жооп: жавоб javob жавоп жовоб
жооп-: жавоб- javob- жавоп-
жаз-: ёз- yoz- йоз-
жазам: ёзаман yozaman
жазайын: ёзай yozay
жибер-: юбор- yubor-
жөнөт-: жонат- jonat- junat-
өчүр-: очир- ochir- ошур- учир-
өчүрбө: очирма ochirma ochirmang очирманг ошурбо oshurbo
оңдо-: тузат- tuzat- тугирла- togirla-
оңдойм: тузатаман tuzataman тузатмокчиман
ката: хато xato hato қате кате qate
башка: бошка boshka boshqa
жер: joyi жойи
жаңы: янги yangi янгиси yangisi
эски: эскиси eskisi eski
ордуна: урнига orniga ornuna урнуна ўрнига
кош: куш qosh koshing
кошуңуз: кошинг кошинглар koshinglar qoshing кушинглар
артка: оркага orkaga orqaga
мурунку: олдинги oldingi oldingisi oldingisiga аввалги avvalgi
меню: менюга
акча: пул pul
акчасы: пули puli
киреше: даромад daromad дарамат daramat daromat
чыгаша: харажат xarajat сарп харжат
бекер: текин tekin бепул bepul
акысыз: текинми tekinmi бепулми bepulmi
төлө-: тула- tola- toʻla-
телефон: телпон
өкмөт: укумат укмот хукумат hokimiyat
айыл өкмөтү: хокимият
башчы: хоким hokim
жыйын: мажлис majlis жийин jiyin йигилиш yigilish мажилис
жыйынга: жийинга jiyinga мажлиска majlisga
келем: келаман kelaman келамиз
барам: бораман boraman борамен
барабыз: борамиз boramiz
келебиз: келамиз kelamiz
бара албайм: боролмайман borolmayman боралмайман
келе албайм: келолмайман kelolmayman келалмайман
барбайм: бормайман bormayman
келбейм: келмайман kelmayman
билбейм: билмайман bilmayman билмадим bilmadim билмасам
түшүнбөдүм: тушунмадим tushunmadim тушунбадим tushunbadim тушинбадим тушинмадим
түшүнбөйм: тушунмайман tushunmayman
түшүндүм: тушундим tushundim тушунарли tushunarli
түшүндүр-: тушунтир- tushuntir-
кааламайм: хохламайман xohlamayman
каалайм: хохлайман xohlayman истейман istayman
кудай: худо xudo
кааласа: хохласа xohlasa xoxlasa
кереги: кераги keragi
атым: исмим ismim отум
атымды: исмимни ismimni отумду атимни
ат: исм ism
жеке: шахсий
маалымат: малумот malumot
маалымат-: малумот- malumot-
көрөт: куради kuradi koradi корот
көрөбү: корубу korobu курадими
окуйт: укийди okiydi oqiydi
окуду: окиди okidi oqidi ўкиди
тилде: tilda
тилге: тилга tilga
кыргызча: киргизча kirgizcha qirgizcha киргизчани kirgizchani
орусча: орисча orischa русча ruscha орисчани orischani
эмнеге: нимучун nimuchun
себеби: чунки chunki сабаби sabab сабаб
былтыр: бултур utganyil
жыл: йил yil
бериңиз: беринг bering беринглар
берсеңиз: берсангиз bersangiz берсанглар
бер: бергин бервор bervor беравер
сакта-: сакла- saqla- sakla-
сактаңыз: сакланглар saklanglar сакланг
көп: куп kup кўп
менин оюмча: менимче
чоң: катта katta
кичине: кичкина kichkina
кошуна: кошни koshni qoshni кушни
менен: билан bilan блан минан
дагы: яна yana янада
экөө: икков ikkov
үчөө: учов uchov учовимиз
эки: икки ikki
үч: уч uch
төрт: турт turt
алты: олти olti
жети: етти yetti йетти
сегиз: саккиз sakkiz секкиз
тогуз: туккиз toqqiz tokkiz
жыйырма: йигирма yigirma
отуз: уттиз ottiz
элүү: эллик ellik
алтымыш: олтмиш oltmish
жетимиш: етмиш yetmish
сексен: саксон sakson
токсон: туксон toqson
жүз: юз yuz
миң: минг ming
чамасында: атрофида atrofida
мектеп: мактаб maktab мактап
мектеп-: мактаб- maktab- мактап-
бала бакча: богча bogcha боғча багча
бакча-: богча- bogcha-
суу: сув suv
жол: йул
чырак: чирок chiroq chirok
жардам: ёрдам yordam
тезирээк: тезрок tezrok tezroq
"""


@cache
def _listed() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    # Of each typed word its common one: as it is spelled, by how its vowels are heard, and the beginnings.
    spelled, stems = dict[str, str](), dict[str, str]()
    for line in filter(None, map(str.strip, _WORDS.splitlines())):
        common, _, typed = line.partition(":")
        for one in typed.replace("_", "").split():
            listed = stems if one.endswith("-") else spelled
            word = write_in_cyrillic(fold(one.removesuffix("-")))
            if len(word) >= _LEAST or word in _SHORT:
                listed.setdefault(word, common.removesuffix("-"))
    heard = {spell_by_vowels(word): common for word, common in spelled.items() if len(word) >= _LEAST_BY_EAR}
    return spelled, heard, stems


def find_common_word(word: str) -> str:
    """Returns the common word that a folded word of a dialect stands for. Empty for all others."""
    spelled, heard, stems = _listed()
    letters = write_in_cyrillic(word)
    if letters in spelled:
        return spelled[letters]
    for cut in range(min(len(letters), _LONGEST_STEM), _LEAST - 1, -1):
        if letters[:cut] in stems:
            return stems[letters[:cut]] + _write_endings(letters[cut:])
    return heard.get(spell_by_vowels(letters), "") if len(letters) >= _LEAST_BY_EAR else ""


# Endings of an Uzbek wish and of «I» and «we», as the common ones: «жонатаверинг» is «жөнөтабериң».
_ENDINGS = (
    ("авер", "абер"), ("ивер", "ибер"), ("вор", "бер"), ("инглар", "иңер"), ("инг", "иң"), ("майман", "байм"),
    ("маймиз", "байбыз"), ("маган", "баган"), ("мади", "бады"), ("маса", "баса"), ("аман", "ам"), ("ямиз", "йбыз"),
    ("амиз", "абыз"), ("ади", "ат"), ("япман", "п жатам"), ("япти", "п жатат"), ("иб", "ып"), ("моқчи", "макчы"),
)  # fmt: skip


def _write_endings(rest: str) -> str:
    for uzbek, common in _ENDINGS:
        rest = rest.replace(uzbek, common, 1)
    return rest

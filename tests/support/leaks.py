"""What no log may say: a bot's token, a telephone, the names, texts and notices that the tests speak with."""

import re

LEAKS = re.compile(
    r"(?<!\d)\d{5,}:[\w-]{20,}|(?<!\d)\+?996[ -]?\d{3}[ -]?\d{3}[ -]?\d{3}(?!\d)"
    r"|Айгүл|Бакыт|Нурлан|Шуулдак|Жыпар|Кубат"
    r"|Мектептин жанына жарык|[Кк]өпүрөнү оңдоп бер|Сметасы барбы|2028-жылдын планына"
    r"|Сдать в аренду пустующее|Канарейка|БЮДЖЕТ УГУУСУ|Жооп \d{4}-жылдын"
)

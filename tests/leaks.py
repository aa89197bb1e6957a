"""What no log may say: a bot's token, a telephone, the texts and notices that the tests speak with."""

import re

LEAKS = re.compile(
    r"(?<!\d)\d{5,}:[\w-]{20,}|\+996555000111"
    r"|Мектептин жанына жарык|Көпүрөнү оңдоп бер|Сдать в аренду пустующее|Канарейка|БЮДЖЕТ УГУУСУ|Жооп \d{4}-жылдын"
)

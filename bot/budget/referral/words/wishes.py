"""Words of what is wished for, or was before: beside them a fire or a thief is no door."""

from itertools import chain

from bot.language.matter.keywords import read_keywords

# What is wished for is a proposal, though it speaks of a fire or a thief.
WISHED = read_keywords(
    """керек, зарыл, орнот-, куруу, куруп, курул-, сатып ал-, сатып бер-, алып бер-, бөлүп бер-, сунушта-, эгер, эгерде,
    оңдоп бер-, алмаштыр-, оңдогула, оңдоңуз, жөндө-, тосмоло-, тазалап бер-, чыкса, болсо, болбосун, чыкпасын,
    керектигин, койсо, койсоңуз, өткөрсө, жасап бер-""",
    """нужен, нужна, нужно, нужны, надо, необходим-, установ-, постро-, купи-, закуп-, выдел-, предлага-, чтобы, если,
    вдруг, провести, организова-, почин-, отремонтир-, очист-, почист-, замени-, поменяйте, смените, поставьте, спилите,
    обрежьте, спилить, обрезать, поменять""",
)
# What was before, or is always so, is no danger of this moment.
ONCE = read_keywords(
    "быйыл, былтыр, жыл, жылы, жолу, дайыма, тез тез",
    "год, году, года, лет, раз, раза, кажд-, прошл-, часто, всегда, бывает",
)
NOT_NOW = WISHED | ONCE

ALL = tuple(chain(WISHED, ONCE))

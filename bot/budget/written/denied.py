"""Whether somebody says in a sentence of their own that what they wrote is no proposal."""

import re

from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic

_LONGEST = 300  # characters
_MOST_WORDS = 14
_NONE = re.compile(r"(?:^| )(?:не предложени\w*|не заявк\w*|сунуш\w*(?: деле| такыр)? эмес\w*)(?= |$)")
# «Нет, …» and «жок, …»; «нет света», «жарык жок» say what is missing.
_NO_FIRST = re.compile(r"\s*(?:да\s+)?(?:нет|не|неа|жок|йок|jok|joq|zhok|net)\s*[,.!;:–—-]", re.IGNORECASE)
_NO_OF_THEM = re.compile(
    r"(?:да )?(?:нет|жок|йок) (?:я|мы|мне|нам|это|ничего|просто|мен|биз|мага|бул|эч|жон|жон эле|сураган\w*)(?= |$)"
)
_WISH = re.compile(
    r"(?:^| )(?:керек|зарыл|нуж\w*|надо|необходим\w*|прош\w*|просим|предлага\w*|хотел\w* бы|сунушта\w*|"
    r"\w+(?:гыла|гиле|гула|кыла|киле|кула|ыңыз|иңиз|ыныз|иниз))(?= |$)"
)
_NO_WISH = re.compile(r"(?:не|ничего не|эч нерсе|эчтеке|эч нерсенин) (?:надо|нужно|керек)|кереги жок|керек эмес")


def denies(text: str) -> bool:
    """Whether a text answers «is this a proposal?» with a no of several words, and wishes nothing itself.

    What it may speak of besides is not looked at: «нет, дорога плохая» begins with a no too, and names a matter.
    """
    if len(text) > _LONGEST:
        return False
    read = fold(to_cyrillic(text))
    if not read or len(read.split()) > _MOST_WORDS or _WISH.search(_NO_WISH.sub(" ", read)):
        return False
    return bool(_NONE.search(read) or _NO_FIRST.match(text) or _NO_OF_THEM.match(read))

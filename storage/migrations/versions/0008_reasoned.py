"""Whether an answer is reasoned, and by which sentence, stands beside it. So the database counts criterion 6

The rules of that day stand here whole: a migration does the same whatever the rules of today say.
"""

import hashlib
import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

_AT_ONCE = 1000
_GIVEN = sa.text("""
    SELECT id, decision, reason, sentence, amount, budget_line FROM answers WHERE id > :after ORDER BY id LIMIT :most
""")
_KEPT = sa.text("UPDATE answers SET reasoned = :reasoned, own_words = :own_words WHERE id = :id")

_DECISIONS = {'included', 'partly', 'not_included', 'deferred', 'redirected'}
_REASONS = {
    'no_money', 'not_ours', 'needs_kenesh', 'against_law', 'fixed_by_norm', 'needs_study', 'needs_cofinancing', 'phased',
    'already_planned', 'done_already',
}
_LEAST_SENTENCE = 20
_TWINS = str.maketrans("ѳѲɵƟӧӦӊӉҥҤұҰӱӰ", "өӨөӨөӨңҢңҢүҮүҮ")
_LOOKALIKES = str.maketrans("aceopxyABCEHKMOPTXYöÖëË", "асеорхуАВСЕНКМОРТХУөӨёЁ")
_CHANGED = re.compile("[" + "".join(map(chr, {**_TWINS, **_LOOKALIKES})) + "]")
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_FOREIGN = re.compile("[^\u0300-\u036f\u0400-\u052faceopxyABCEHKMOPTXYöÖëË]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_FOLDED = str.maketrans("өүңё", "оуне", "ъь")
_NO_MONEY = re.compile(
    r"(?:акча|каражат|бюджет|казына|финанс|жок|жетпе|жетпей|жетишпе|жетишсиз|жетиштуу|жетишерлик|каралбаг)\w*"
    r"|каралган|эмес|тилекке|каршы|кечир\w*|быйыл\w*|азыр\w*|учурда|ушул\w*|бул|буга|ага|анткени|себеби|себептен"
    r"|бизде|бизге|биздин|сиздин|жыл(?:ы|га|дын|да)?|эле|учун|боюнча|менен|жана|дагы|болуп|болгондуктан|турат|жатат"
    r"|сунуш\w*|айыл\w*|окмот\w*|жергиликтуу|аймак\w*"
    r"|(?:ден[е]?г|средств|финансир|недостат|недостаточ|нехват|хват|отсутств|предусмотр|казн|выдел|достаточ)\w*"
    r"|нет|нету|для|это\w*|год\w*|текущ\w*|сейчас|пока|нынешн\w*|сожалению|наш\w*|ваш\w*|нас|предложени\w*"
    r"|местн\w*|аил\w*|окмоту|можем|может|позволя\w*|данн\w*|так|как|потому|что"
)


def upgrade() -> None:
    op.add_column('answers', sa.Column('reasoned', sa.Boolean(), nullable=True))
    op.add_column('answers', sa.Column('own_words', sa.String(length=16), nullable=True))
    connection, after = op.get_bind(), 0
    while rows := connection.execute(_GIVEN, {'after': after, 'most': _AT_ONCE}).all():
        connection.execute(_KEPT, [{'id': row.id, **judge(row)} for row in rows])
        after = rows[-1].id


def downgrade() -> None:
    op.drop_column('answers', 'own_words')
    op.drop_column('answers', 'reasoned')


def judge(row: Any) -> dict[str, Any]:
    """Returns what is kept of an answer; both None where no version of the rules knows its decision or reason."""
    if row.decision not in _DECISIONS or row.reason and row.reason not in _REASONS:
        return {'reasoned': None, 'own_words': None}
    words = '' if row.decision == 'included' else _fold(row.sentence)
    mark = hashlib.blake2b(words.encode(), digest_size=8).hexdigest() if words else ''
    return {'reasoned': _is_reasoned(row, words), 'own_words': mark}


def _is_reasoned(row: Any, words: str) -> bool:
    if row.decision == 'included':
        return row.amount is not None or bool((row.budget_line or '').strip())
    letters = sum(map(str.isalnum, row.sentence))
    whole = len(' '.join(row.sentence.split())) >= _LEAST_SENTENCE and letters >= _LEAST_SENTENCE // 2
    own = [word for word in words.split() if len(word) > 2 and not _NO_MONEY.fullmatch(word)]
    return bool(row.reason) and whole and (row.reason != 'no_money' or len(own) >= 2)


def _canon(text: str) -> str:
    text = _nfc(text)
    return _nfc(_WORD.sub(_canon_word, text)) if _CHANGED.search(text) else text


def _canon_word(match: re.Match[str]) -> str:
    word = match[0]
    letters = word.translate(_TWINS)
    if not _CYRILLIC.search(letters):
        return word
    if not _FOREIGN.search(letters):
        return letters.translate(_LOOKALIKES)
    return letters if _CYRILLIC.search(word) else word


def _fold(text: str) -> str:
    plain = _canon(_bare(text)).casefold()
    plain = _bare(_canon(_bare(plain)).translate(_FOLDED))
    return _BETWEEN_WORDS.sub(" ", plain).strip()


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _bare(text: str) -> str:
    if text.isascii():
        return text
    composed = _nfc(text)
    dropped = [c for c in set(composed) if unicodedata.category(c) in ("Mn", "Me", "Mc", "Cf")]
    return _nfc(composed.translate(dict.fromkeys(map(ord, dropped)))) if dropped else composed

"""What the dialogue says of some work, in SQL: how far it is, who says that it is not finished."""

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, literal_column, select

from storage.database.schema import dialogue, media, proposals
from storage.log.dialogue_kinds import CONTEST, WORK

_CONTEST: ColumnElement[str] = literal_column(f"'{CONTEST}'")  # written out, as the index of what residents said is


def match_contested_by(person_id: int) -> tuple[ColumnElement[bool], ...]:
    """The lines of the dialogue in which somebody said that work is not finished, of their own proposal or another's."""
    return dialogue.c.kind == _CONTEST, dialogue.c.person_id == person_id


def match_files_contested_by(person_id: int) -> ColumnElement[bool]:
    """The files that came with those; the proposals are named so that they are found by them."""
    said = match_contested_by(person_id)
    of = select(dialogue.c.proposal_id).where(*said)
    return and_(media.c.proposal_id.in_(of), media.c.said_id.in_(select(dialogue.c.id).where(*said)))


def is_of_another(person_id: int) -> ColumnElement[bool]:
    """Whether a file came with what another resident than this one said of the work."""
    return exists().where(
        dialogue.c.id == media.c.said_id, dialogue.c.kind == _CONTEST, dialogue.c.person_id != person_id
    )


def work_of() -> ScalarSelect[str]:
    """The kind of the line in which the office said last how far the work of a proposal is."""
    stage = dialogue.alias("stage")
    return (
        select(stage.c.kind)
        .where(stage.c.proposal_id == proposals.c.id, stage.c.kind.startswith(WORK), stage.c.kind != CONTEST)
        .order_by(stage.c.id.desc())
        .limit(1)
        .correlate(proposals)
        .scalar_subquery()
    )


def select_corrections() -> ColumnElement[int | None]:
    """How often the office said anew how the work of a proposal stands, after residents contested it. None: never.

    As bot/budget/works/stages.py counts it.
    """
    stage, contest, between = dialogue.alias("stage"), dialogue.alias("contested"), dialogue.alias("between")
    is_between = exists().where(
        between.c.proposal_id == stage.c.proposal_id,
        between.c.kind.startswith(WORK),
        between.c.kind != CONTEST,
        between.c.id > contest.c.id,
        between.c.id < stage.c.id,
    )
    follows = exists().where(
        contest.c.proposal_id == stage.c.proposal_id, contest.c.kind == CONTEST, contest.c.id < stage.c.id, ~is_between
    )
    counted = (
        select(func.count())
        .select_from(stage)
        .where(stage.c.proposal_id == proposals.c.id, stage.c.kind.startswith(WORK), stage.c.kind != CONTEST, follows)
        .correlate(proposals)
        .scalar_subquery()
    )
    return func.nullif(counted, 0)

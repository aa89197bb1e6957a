"""Each act of the state machine, how often the walks take it, and with what."""

from bot.budget.tally import Reaction
from bot.channels.contract import Blocked, Rejected
from bot.office.answers import exclusions
from tests.office.machine.acts import DESK_WAYS, by_staff
from tests.office.machine.life import OfficeLife
from tests.office.machine.model import (
    AUTHORS,
    CLERKS,
    WRITTEN,
)


def one(dice):
    return {"n": dice.randrange(12), "by": None if dice.random() < 0.65 else dice.choice(sorted(AUTHORS))}


WAYS = DESK_WAYS | {
    OfficeLife.submit: (2, lambda dice: {"author": dice.choice(sorted(AUTHORS))}),
    OfficeLife.correct: (2, lambda dice: {**one(dice), "text": dice.choice(["Көпүрөнү да оңдоо керек", "ок"])}),
    OfficeLife.withdraw: (1, one),
    OfficeLife.react: (
        4,
        lambda dice: {
            **one(dice), "reaction": dice.choice([Reaction.CLEAR, Reaction.DISAGREE]), "which": dice.randrange(4)
        },
    ),
    OfficeLife.question: (2, one),
    OfficeLife.reply: (1, one),
    OfficeLife.say_to_exclusion: (2, lambda dice: {**one(dice), "agreed": dice.random() < 0.5}),
    OfficeLife.make_public: (1, lambda dice: {**one(dice), "public": dice.random() < 0.5}),
    OfficeLife.take: (2, lambda dice: {**by_staff(dice), "over": dice.random() < 0.5}),
    OfficeLife.save: (2, lambda dice: {**by_staff(dice), "written": dice.choice(WRITTEN)}),
    OfficeLife.send: (
        6,
        lambda dice: {**by_staff(dice), "written": dice.choice(WRITTEN), "behind": int(dice.random() < 0.2)},
    ),
    OfficeLife.send_to_leave: (
        5,
        lambda dice: {**by_staff(dice), "written": dice.choice(WRITTEN), "behind": int(dice.random() < 0.2)},
    ),
    OfficeLife.take_back: (
        4,
        lambda dice: {"n": dice.randrange(12), "by": dice.choice([None, None, None, *CLERKS, "Чоочун"])},
    ),
    OfficeLife.let_go: (3, lambda _dice: {}),
    OfficeLife.approve: (5, lambda dice: {**by_staff(dice), "by": dice.choice([*CLERKS, CLERKS[-1]])}),
    OfficeLife.give_back: (
        4,
        lambda dice: {
            **by_staff(dice), "by": dice.choice([*CLERKS, CLERKS[-1], CLERKS[-1]]),
            "remark": dice.choice(["Сумманы тактап коюңуз", "Сумманы тактап коюңуз", "ок"]), "other": dice.random() < 0.2,
        },
    ),
    OfficeLife.ask_author: (1, by_staff),
    OfficeLife.explain: (2, by_staff),
    OfficeLife.exclude: (2, lambda dice: {**by_staff(dice), "reason": dice.choice(exclusions.EXCLUSIONS)}),
    OfficeLife.include_again: (1, by_staff),
    OfficeLife.tell_in_person: (2, by_staff),
    OfficeLife.enter: (2, lambda dice: {"by": by_staff(dice)["by"], "ago": dice.randrange(21)}),
    OfficeLife.pass_on: (2, lambda dice: {**by_staff(dice), "which": dice.randrange(4)}),
    OfficeLife.confirm_all: (1, lambda dice: {"by": dice.choice([*CLERKS, "Чоочун"])}),
    OfficeLife.set_hearing: (
        1,
        lambda dice: {
            "by": dice.choice([*CLERKS, "Айгүл"]), "in_days": dice.randint(-10, 30),
            "attendance": dice.choice([None, 40, 200]),
        },
    ),
    OfficeLife.publish_results: (
        1,
        lambda dice: {
            "by": dice.choice([*CLERKS, "Айгүл"]), "ago": dice.randint(-1, 12),
            "table": dice.choice([None, "айыл өкмөтүнүн тактасы"]),
        },
    ),
    OfficeLife.set_approval: (1, lambda dice: {"by": dice.choice([*CLERKS, CLERKS[-1]]), "approves": dice.random() < 0.6}),
    OfficeLife.carry: (
        2,
        lambda dice: {
            "refused": {name for name in AUTHORS if dice.random() < 0.3}, "why": dice.choice([Blocked, Rejected])
        },
    ),
    OfficeLife.days_pass: (2, lambda dice: {"days": dice.randint(1, 9)}),
    OfficeLife.a_crowd_is_answered: (0, lambda dice: {"same": dice.randint(4, 6)}),
}  # fmt: skip

"""Residents and staff act in any order, hypothesis or the dice choosing; the model says what must be."""

import inspect
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.office.machine.life import OfficeLife
from tests.office.machine.model import AUTHORS, CLERKS
from tests.office.machine.ways import WAYS
from tests.seeds import dice as drawn
from tests.sizes import sized

pytestmark = pytest.mark.slow

EXAMPLES, STEPS = 6, 20
WALKS, WALK = sized(3, 4), 60  # walks of three kinds by turns
MOST_WALKS = 40  # within which every act and every case of the tally is seen, whatever the dice say


def test_whatever_order_people_act_in_the_log_is_what_the_rules_say(migrated, tmp_path, seen):
    run_state_machine_as_test(
        lambda: OfficeLife(migrated, tmp_path),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        ),
    )
    assert seen["tally compared"] >= EXAMPLES


def every_case_is(seen) -> bool:
    """Whether the walks have been through every act, done and refused, and every case of the tally."""
    acts = {what.removesuffix(" refused") for what in seen if what.endswith(" refused")}
    tallies = min(seen["tally with a score"], seen["tally with copied reasons"])
    return (
        all(seen[f"{act} done"] for act in acts)
        and len(acts) > 15
        and seen["excluded and then answered"]
        and seen["answers taken back"]
        and seen["answers that left"]
        and seen["answers that went to two"]
        and seen["answers kept for several"]
        and tallies > 10
    )


def give_one_back(life: OfficeLife, dice: Random) -> None:
    """Sends until an answer waits for the head, who gives it back: dice alone may not come to it."""
    for _ in range(20):
        if any(row.draft is not None and row.draft[2] for row in life.rows):
            break
        OfficeLife.send(life, **{**WAYS[OfficeLife.send][1](dice), "by": CLERKS[0]})
    OfficeLife.give_back(life, n=0, by=CLERKS[-1], remark="Сумманы тактап коюңуз", other=False)
    life.rows_audit_and_drafts_are_the_models()


def answer_one_excluded(life: OfficeLife, dice: Random) -> None:
    """Excludes and answers until one that is excluded gets its answer."""
    for n in range(40):
        if life.seen["excluded and then answered"]:
            break
        OfficeLife.exclude(life, **{**WAYS[OfficeLife.exclude][1](dice), "n": n, "by": CLERKS[-1]})
        OfficeLife.send(life, **{**WAYS[OfficeLife.send][1](dice), "n": n, "by": CLERKS[-1]})
    life.rows_audit_and_drafts_are_the_models()


def take_one_back(life: OfficeLife, dice: Random) -> None:
    """Sends answers that can be taken back for a while, and takes each back at once. Dice rarely come to that."""
    for n in range(20):
        if life.seen["answers taken back"]:
            break
        OfficeLife.send_to_leave(
            life, **{**WAYS[OfficeLife.send_to_leave][1](dice), "n": n, "by": CLERKS[-1], "behind": 0}
        )
        OfficeLife.take_back(life, n=0, by=None)
    life.rows_audit_and_drafts_are_the_models()


def say_one_understood(life: OfficeLife) -> None:
    """Puts a voice into words, and lets its author say that it is so."""
    if life.seen["say_understood done"]:
        return
    OfficeLife.speak(life, author="Айгүл")
    for n in range(len(life.rows)):
        OfficeLife.summarise(life, n=n, by=CLERKS[n % len(CLERKS)])
    for n in range(len(life.rows)):
        OfficeLife.say_understood(life, n=n, by=None, agreed=True)
    life.rows_audit_and_drafts_are_the_models()


def test_on_long_walks_every_act_is_done_and_refused_as_the_rules_say(migrated, tmp_path, seen):
    dice = drawn("walks")
    for walk in range(MOST_WALKS):
        if walk >= WALKS and every_case_is(seen):
            break
        life = OfficeLife(migrated, tmp_path)
        life.opens(
            authors=dice.choices(sorted(AUTHORS), k=3), answered=2, results=walk % 3 == 0, approves=walk % 2 == 1
        )
        ways = [*WAYS, *dice.choices(list(WAYS), [weight for weight, _ in WAYS.values()], k=WALK - len(WAYS))]
        dice.shuffle(ways)
        if walk % 3 == 2:
            ways[0:0] = [OfficeLife.a_crowd_is_answered, OfficeLife.publish_results]
        for step, way in enumerate(ways, 1):
            way(life, **WAYS[way][1](dice))
            life.the_tally_is_the_models()
            if step % 4 == 0 or step == len(ways):
                life.rows_audit_and_drafts_are_the_models()
        (give_one_back if walk % 2 == 1 else answer_one_excluded)(life, dice)
        say_one_understood(life)
        take_one_back(life, dice)
        life.teardown()
    acts = {what.removesuffix(" refused") for what in seen if what.endswith(" refused")}
    assert [act for act in acts if not seen[f"{act} done"]] == []
    assert len(acts) > 15
    assert seen["excluded and then answered"] > 0
    assert min(seen["answers taken back"], seen["answers that left"]) > 0
    assert min(seen["answers that went to two"], seen["answers kept for several"]) > 0
    assert min(seen["tally with a score"], seen["tally with copied reasons"]) > 10
    rules = {way for _, way in inspect.getmembers(OfficeLife) if hasattr(way, "hypothesis_stateful_rule")}
    assert rules == set(WAYS)

"""Permissions: one table says who may do what, and each role counts where it was given."""

import pytest

from bot.budget.permissions import TABLE, Act, Role, Standing, list_aimaks_where, may, may_grant

HERE, THERE = 1, 2
CLERK, HEAD = Standing(Role.STAFF, HERE), Standing(Role.HEAD, HERE)
ADMIN, OBSERVER = Standing(Role.ADMIN, None), Standing(Role.OBSERVER, None)


def test_every_act_is_somebodys():
    assert set(TABLE) == set(Act)
    assert all(TABLE.values())


def test_a_role_in_one_aimak_opens_no_other_and_an_install_wide_one_opens_all():
    assert may([CLERK], Act.ANSWER, HERE)
    assert not may([CLERK], Act.ANSWER, THERE)
    assert not may([CLERK], Act.ANSWER, None)
    assert may([OBSERVER], Act.TALLY, HERE)
    assert may([OBSERVER], Act.TALLY, None)


def test_who_has_no_role_may_nothing():
    assert not [act for act in Act if may([], act, HERE) or may([], act, None)]


def test_whoever_takes_in_proposals_enters_them_and_passes_their_answers_on_and_no_more():
    taking = [Standing(Role.INTAKE, HERE)]
    assert {act for act in Act if may(taking, act, HERE)} == {Act.ENTER, Act.PASS_ON}
    assert not [act for act in Act if may(taking, act, THERE) or may(taking, act, None)]


def test_what_a_head_approves_no_clerk_approves():
    assert may([HEAD], Act.APPROVE, HERE)
    assert not may([CLERK], Act.APPROVE, HERE)


@pytest.mark.parametrize(
    ("standing", "role", "aimak_id", "grants"),
    [
        (ADMIN, Role.ADMIN, None, True),
        (ADMIN, Role.STAFF, HERE, True),
        (Standing(Role.ADMIN, HERE), Role.OBSERVER, HERE, False),
        (HEAD, Role.STAFF, HERE, True),
        (HEAD, Role.HEAD, HERE, True),
        (HEAD, Role.INTAKE, HERE, True),
        (HEAD, Role.INTAKE, THERE, False),
        (Standing(Role.INTAKE, HERE), Role.INTAKE, HERE, False),
        (HEAD, Role.STAFF, THERE, False),
        (HEAD, Role.ADMIN, HERE, False),
        (HEAD, Role.OBSERVER, HERE, False),
        (CLERK, Role.STAFF, HERE, False),
    ],
)
def test_a_head_gives_the_roles_of_the_own_office_and_an_admin_every_role(standing, role, aimak_id, grants):
    assert may_grant(iter([standing]), role, aimak_id) is grants


def test_the_aimaks_of_an_act_are_those_of_the_roles_that_allow_it():
    both = [HEAD, Standing(Role.STAFF, THERE)]
    assert list_aimaks_where(both, Act.ANSWER) == {HERE, THERE}
    assert list_aimaks_where(both, Act.APPROVE) == {HERE}
    assert list_aimaks_where([OBSERVER, CLERK], Act.READ_QUEUE) == {HERE}
    assert list_aimaks_where([OBSERVER, HEAD], Act.TALLY) == {None, HERE}
    assert list_aimaks_where([], Act.ANSWER) == set()

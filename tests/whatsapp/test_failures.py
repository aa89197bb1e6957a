"""What the Graph API's refusals mean: the table of codes, and answers that are nobody's."""

import pytest

from bot.channels.contract import (
    AccountRefused,
    Blocked,
    ChatsUsedUp,
    Faulty,
    Later,
    Rejected,
    TemplateUnusable,
    Throttled,
    Unreachable,
    Unwanted,
    WindowClosed,
)
from bot.channels.whatsapp.failures import read_failure, read_report_code

CODES = {
    Throttled: [4, 80007, 130429, 133016],
    ChatsUsedUp: [131048],
    Later: [131056, 131049, 130472],
    Faulty: [1, 2, 131000, 131016, 131057],
    WindowClosed: [131047],
    Blocked: [131026, 131021],
    Unwanted: [131050],
    AccountRefused: [0, 3, 10, 190, 200, 299, 368, 131005, 131031, 131042, 133010],
    Rejected: [131008, 131009, 131051, 131052],
    TemplateUnusable: [132000, 132001, 132005, 132007, 132012, 132015, 132016],
}


@pytest.mark.parametrize(("code", "failure"), [(code, failure) for failure, codes in CODES.items() for code in codes])
def test_each_code_is_a_typed_failure(code: int, failure: type):
    found = read_failure(400, {"error": {"message": f"(#{code}) said by Meta", "code": code, "fbtrace_id": "A"}})
    assert type(found) is failure


@pytest.mark.parametrize(
    ("status", "answer", "failure"),
    [
        (500, None, Faulty),
        (503, {"error": {"message": "x"}}, Faulty),
        (429, None, Throttled),
        (401, None, AccountRefused),
        (403, None, AccountRefused),
        (404, {"error": {"code": 100, "message": "no such path"}}, Unreachable),
        (400, None, Unreachable),
        (400, [], Unreachable),
        (400, {"error": {"code": "x", "message": 5}}, Rejected),
        (400, {"error": {"code": 100, "message": "Invalid parameter"}}, Rejected),
        (302, None, Unreachable),
    ],
)
def test_an_answer_without_a_code_goes_by_its_status(status: int, answer: object, failure: type):
    assert type(read_failure(status, answer)) is failure


def test_no_number_and_no_token_of_metas_words_stands_in_a_log():
    said = "(#100) Parameter «to» 996555000111 or KG.13491208655302741918 of EAAGm0PX4ZCpsBAZCZC9x7 is invalid"
    found = str(read_failure(400, {"error": {"code": 100, "message": said}}))
    assert found == "100: (#100) Parameter «to» … or … of … is invalid"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ([131047], "window_closed"),
        ([131026], "blocked"),
        ([131050], "blocked"),
        ([131000], "passing"),
        ([131056], "not_now"),
        ([190], "account"),
        ([131042], "account"),
        ([132015], "template"),
        ([131048], "used_up"),
        ([131000, 131047], "window_closed"),
        ([], "rejected"),
        ([None, "x"], "rejected"),
    ],
)
def test_a_late_failure_says_why(codes: list, said: str):
    assert read_report_code([{"code": code} for code in codes]) == said

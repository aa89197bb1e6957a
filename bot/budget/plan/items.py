"""Where a priority comes from, and which document an item of a plan stands in."""

from enum import StrEnum

LONGEST_CODE = 40
LONGEST_TEXT = 300
MOST_ITEMS = 500  # of one aimak's plans that stand at a time
MOST_PRIORITIES = 200  # of one aimak's budget year


class Source(StrEnum):
    """How people said what matters most to them."""

    GATHERING = "gathering"
    KURULTAI = "kurultai"
    DEPUTIES = "deputies"
    JMBA = "jmba"
    POLL = "poll"
    SURVEY = "survey"


class Plan(StrEnum):
    """A document whose items a proposal can be tied to."""

    SEOP = "seop"  # the programme of social and economic development
    BAP = "bap"  # the plan of joint action
    OTHER = "other"

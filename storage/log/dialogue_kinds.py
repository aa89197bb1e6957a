"""The kinds of a line in the dialogue about a proposal: staff ask and explain, its author replies and questions."""

ASKED, REPLIED, QUESTION, EXPLAINED = "asked", "replied", "question", "explained"
OBJECTED = "objected"  # why the author does not agree with an answer
WORK = (
    "work:"  # the beginning of a kind: how far the work is (bot/budget/works/stages.py), or that a resident contests it
)
CONTEST = "work:contest"
ADDED = "add:"  # the beginning of a kind; behind it stands which question of the bot it answers

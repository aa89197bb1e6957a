"""The kinds of a line in the dialogue about a proposal: staff ask and explain, its author replies and questions."""

ASKED, REPLIED, QUESTION, EXPLAINED = "asked", "replied", "question", "explained"

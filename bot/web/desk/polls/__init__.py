"""A priorities poll at the desk: opened, announced, ballots of paper, its result."""

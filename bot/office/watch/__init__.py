"""Residents watch a line of the budget or a work: groups and links, reports and answers, ratings."""

"""The pure rules of work that a proposal asked for, once it is in the budget."""

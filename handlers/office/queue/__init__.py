"""What an office looks through: its lists and what narrows them, the search, one proposal, what is done to it."""

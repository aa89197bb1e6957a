"""What an office looks through: its lists, one proposal, and what is done to it."""

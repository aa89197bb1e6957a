"""One proposal as the office sees it: what the card says, and what can be done from it."""

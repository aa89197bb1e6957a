"""What is one's own and what is others': heard at every step before anything is kept or guessed."""

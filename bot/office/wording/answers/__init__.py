"""The words of an answer, and who is told of it."""

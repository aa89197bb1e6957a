"""The commission of a contest in the chat: entries under codes, marks, the second look."""

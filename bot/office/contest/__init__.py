"""The commission of a contest: entries under codes, marks, the second look, the order, whose codes they were."""

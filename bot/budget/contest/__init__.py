"""The rules of a contest's commission: criteria, marks, places and prizes."""

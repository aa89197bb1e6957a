"""Local initiatives as rows: calls, applications, what became of each, and the files beside them."""

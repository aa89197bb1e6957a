"""Local initiatives at the desk: calls, applications, papers, marks, decisions, money."""

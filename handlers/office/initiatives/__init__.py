"""Local initiatives at the desk: calls, one initiative, its marks, its decision, its money."""

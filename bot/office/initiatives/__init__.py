"""Local initiatives: calls, applications, what an office does with each, who is told."""

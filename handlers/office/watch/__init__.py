"""Monitoring at the desk: watches with their links, reports of residents, answers."""

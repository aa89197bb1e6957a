"""One proposal at the desk: its card, what can be done to it, why an act was refused."""

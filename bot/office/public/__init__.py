"""The public page of an aimak: its switch, and a clerk's look at each text before it stands there."""

"""What residents and an office do besides proposals, at the desk: watches, needs, openness, property, library."""

"""The hearings of an aimak, for its residents."""

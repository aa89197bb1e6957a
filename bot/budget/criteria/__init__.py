"""The pure rules of the figures that are proposed for the criteria of the contest."""

"""Charts of the hearings of a year after the other, and the figures of the whole republic beside them."""

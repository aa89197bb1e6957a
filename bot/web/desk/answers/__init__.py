"""Answers at the desk: at hand, written, previewed, sent; one for several."""

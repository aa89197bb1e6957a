"""Figures at the desk: the evidence by criteria, criterion 6 frozen and checked, charts of a year."""

"""The log as screens, exports and criteria read it: lists in pages, whole rows, counts, evidence."""

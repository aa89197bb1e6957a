"""The evidence folder of a contest: everything its packet asks, with an index, and what is missing."""

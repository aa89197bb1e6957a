"""What the columns and codes of exported tables are called, and what they mean, in the words of an office."""

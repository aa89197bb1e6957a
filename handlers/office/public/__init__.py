"""The public page at the desk: its switch, texts that wait for a look, another table."""

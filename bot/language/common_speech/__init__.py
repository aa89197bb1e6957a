"""Messages of another dialect, of a neighbour's language, or parted by a dictation: said again in words the tables have."""

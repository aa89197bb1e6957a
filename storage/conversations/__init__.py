"""Where conversations stand: the events that arrived, and the state files."""

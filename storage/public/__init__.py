"""The public page: its switch, and which texts may stand on it."""

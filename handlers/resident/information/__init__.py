"""A request for information, as whoever asks sees it."""

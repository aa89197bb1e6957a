"""A trust survey: what is asked, and which figures may be shown."""

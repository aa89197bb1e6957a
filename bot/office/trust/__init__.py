"""A trust survey: opened, answered, closed, its own shares."""

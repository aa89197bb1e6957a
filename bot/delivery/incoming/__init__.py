"""What arrives: one event is read, answered in one transaction, and kept where it cannot be handled."""

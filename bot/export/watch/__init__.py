"""What residents watch, as a table."""

"""What is handed to one person of all that is kept of them, as files."""

"""What is kept of one person, section by section."""

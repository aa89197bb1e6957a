"""The public page as files to take along."""

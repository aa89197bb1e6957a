"""What an office says it has published: a row an entry of the openness checklist."""

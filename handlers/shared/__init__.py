"""What several conversations share."""

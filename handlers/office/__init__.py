"""What the staff of an office do."""

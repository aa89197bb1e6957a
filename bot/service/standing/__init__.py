"""What stays wrong until it is mended: found again and again, told once, and once when it has ended."""

"""What is erased of a person: by themselves, or on paper."""

"""What an office and its residents hear of a day without asking: the digest, what is due soon, what is late."""

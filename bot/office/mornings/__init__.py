"""What an office and its residents hear each day without asking: the digest, what is due soon, what is late."""

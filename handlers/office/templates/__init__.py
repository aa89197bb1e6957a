"""Templates of an office's answers: kept from a sent one, looked through and changed, used for others."""

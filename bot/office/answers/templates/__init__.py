"""Templates of answers: kept from a sent one, and filled for others."""

"""What messages cost: how many left by a messenger that charges for each."""

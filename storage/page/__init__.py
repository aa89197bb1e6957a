"""What the public page of an aimak is made of."""

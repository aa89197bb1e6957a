"""The property lists of aimaks, and which item a proposal is about."""

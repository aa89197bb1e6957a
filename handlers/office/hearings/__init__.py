"""What the staff do about hearings."""

"""What the public page of an aimak shows: anybody may read it, while the head's switch is on."""

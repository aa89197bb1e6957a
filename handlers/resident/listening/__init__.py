"""What residents write is listened to before it is kept: the right doors, and several proposals in one message."""

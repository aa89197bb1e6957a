"""What residents do together: supporting one proposal instead of sending it again."""

"""What was begun and not sent: it waits, is put off, is gone on with, or is erased."""

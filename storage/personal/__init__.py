"""What is kept of one person. It is erased when they ask for it or when its time is over, or handed to them; and the ledger."""

"""What is kept of one person.

It is erased when they ask or when its time is over, or handed to them. The ledger is here too.
"""

"""Messengers: one contract, and a folder or file for each of them."""

"""The days on which an office does not work besides the public holidays."""

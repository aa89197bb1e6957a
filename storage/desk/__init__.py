"""The desk in a browser: the links that lead there, who is signed in, and what was done there once."""

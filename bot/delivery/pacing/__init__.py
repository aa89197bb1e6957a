"""How much may leave now: the pace of an account, its shares among lanes and aimaks, whose turn it is."""

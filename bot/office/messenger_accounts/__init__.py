"""Which accounts of messengers are served, whose aimak one is alone, and the links that lead to them."""

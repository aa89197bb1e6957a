"""Wishes of what is one's own and what is others'. What is kept, what of it is to go, what others proposed."""

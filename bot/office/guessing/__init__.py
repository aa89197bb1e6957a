"""The guess of side and category: the labelled texts, what is learned from them, and how well it does."""

"""What is written where nothing is asked: it is held, and its author says whether it is a proposal."""

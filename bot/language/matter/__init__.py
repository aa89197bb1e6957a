"""What a text is about: keywords, landmarks, and the pieces of its words."""

"""What a whole sentence answers where a step asks something: which part is wrong, whether words are joined."""

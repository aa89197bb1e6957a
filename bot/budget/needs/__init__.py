"""A needs study and meetings: what is entered of them, and how what they named is added up."""

"""What is written beside a proposal: more of its text, or something else."""

"""What is said beside any proposal: thanks, a wish for a certificate, questions of an earlier year."""

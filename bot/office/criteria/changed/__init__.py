"""What a frozen sheet of criterion 6 says otherwise than the log of today: where, and in which words."""

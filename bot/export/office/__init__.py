"""What an office takes out for itself: the spreadsheet it fills with answers."""

"""PDF for the hall: sign-in sheets, slips, minutes, one kit."""

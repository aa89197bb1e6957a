"""What leaves as a file: the proposal log, hearings, papers for the hall, charts, calendar files."""

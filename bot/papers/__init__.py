"""What of a hearing is a file: the kit for the hall, the chart, the calendar file, the code to scan. Facts in, bytes out."""

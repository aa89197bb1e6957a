"""One person in two messengers: a code that joins them, the question it asks, and parting."""

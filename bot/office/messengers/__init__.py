"""Somebody in two messengers: the code that joins them, joined and parted, and where notices come."""

"""The words by which the doors are told: tables, no rules."""

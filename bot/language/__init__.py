"""Kyrgyz and Russian as people type them: spelling, word forms, days and times. Pure rules, no I/O."""

"""Works that residents watch, as rows: who watches, what they report, the answers, the ratings."""

"""Items of plans, priorities of gatherings, and which proposals are tied to them."""

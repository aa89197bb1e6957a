"""sunush plan: items of plans, priorities, proposals tied to them."""

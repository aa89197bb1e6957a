"""A resident watches a work: joins by a link, reports, rates."""

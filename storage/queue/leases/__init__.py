"""What the courier does to the outbox: it claims rows under a lease, ends them, and reclaims dead leases."""

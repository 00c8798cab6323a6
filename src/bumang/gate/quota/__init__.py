"""Quotas: how much one person, one employer, one agent may ask for in a while; over it, one is queued."""

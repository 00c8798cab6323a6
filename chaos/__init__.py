"""Processes are killed under load; afterwards nothing accepted may be lost, and nothing done twice."""

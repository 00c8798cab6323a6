"""Persons, periods and the ledger in the core database: what is written there, and how."""

"""The audit: proves what the platform promises, or names what breaks. Reads only, also while it runs."""

"""Measures Bumang beside real peers: `python -m bench`, or `make bench`."""

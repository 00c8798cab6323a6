"""A synthetic city: made from a number of people and a seed, the same every time, and marked so."""

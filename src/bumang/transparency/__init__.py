"""The public log: what was accepted, as tiles and signed checkpoints that anyone can check.

An acceptance log is one log of C2SP's kind, an entry's place in it is its sequence number. Tiles can
be made again from the stored batches at any time; what was signed is kept in the database.
"""

"""关系转移接续: what moves with a person between places and schemes, and where the pension is drawn.

One rule a file: the amounts that move, accounts away from home, the pension place, the way between
the employees' and the residents' scheme, the steps of a transfer with their limits, and how years
of medical insurance go along.
"""

"""待遇: what the insurances pay beside the pension itself, and what is put right afterwards.

One rule a file. Where the law leaves the amount to the place or to the year, the amount is an input
and nothing stands in for it.
"""

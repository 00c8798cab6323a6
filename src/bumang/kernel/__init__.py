"""What every layer speaks: texts, problems, the three answers, money, months, numbers.

Standard library and msgspec's plain structs only; no I/O, no clock, no randomness.
"""

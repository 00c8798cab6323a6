"""社会保险费: what is paid, on what, by whom, when late, again and back.

One rule a file: limits of the base, a person's monthly lines, work injury rates, months that nobody
declared, the late fee, paying up past months, refunds, and residents' medical insurance.
"""

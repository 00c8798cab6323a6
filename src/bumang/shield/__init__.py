"""The shield: a reverse proxy before a web system that cannot be changed.

Pages pass through the gate as the old system stands it; forms that are declared so are accepted
with a receipt and delivered later, in order for each person.
"""

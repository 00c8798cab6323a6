"""Vouchers for persons: what is on record becomes a signed voucher, a sheet of paper, an archive."""

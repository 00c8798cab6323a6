"""A voucher as a sheet of paper: PDF/A-3, with the signed voucher inside and its code to scan."""

"""Evidence anyone can check: Merkle trees, signatures, the receipt and its verification offline."""

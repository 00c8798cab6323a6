"""The public HTTP API beside the door: catalogue, answers at once, progress, receipts, keys."""

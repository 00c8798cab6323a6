"""A witness 见证人: cosigns a log's checkpoints, only such as go on from the one it saw before."""

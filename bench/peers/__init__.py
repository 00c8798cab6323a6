"""The contestants: each is started as real processes on loopback, and stopped after its round."""

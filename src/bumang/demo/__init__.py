"""The demo's own identity provider: one picks who to be. It exists only while the demo is on."""

"""One folder a service item. Adding a matter is adding a folder; no other file changes."""

"""One code 社保码: made on a person's device, read by a service's office, looked at in the open."""

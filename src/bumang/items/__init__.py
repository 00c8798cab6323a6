"""What a service item (事项) is, and the catalogue of them. The items themselves: `bumang.services`."""

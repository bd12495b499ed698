"""The map of a community as JSON: areas, what joins them, who holds them together, the host."""

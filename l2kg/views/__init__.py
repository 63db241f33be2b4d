"""What pages and documents show, as pure functions: no page, no server."""

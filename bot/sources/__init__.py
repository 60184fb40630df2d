"""The way in from the world: readers that take bytes and return values, and the one HTTP client beside them."""

"""When, to whom and how Chenbao speaks: everything that touches the world."""

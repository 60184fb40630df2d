"""What people do, and what whoever runs the playground may do to the world: one API for the page and for tests."""

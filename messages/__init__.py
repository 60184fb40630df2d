"""What Chenbao says: pure functions from an edition to a message. No network, disk, database or clock."""

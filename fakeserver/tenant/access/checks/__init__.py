"""What the door asks, one file a check: each reads switches or permissions, and raises a refusal."""

"""What answers hold, built from what the one who asks may see: one file per resource."""

"""What goes out of this stage as files."""

"""Makes the golden documents and their gold from marked sources."""

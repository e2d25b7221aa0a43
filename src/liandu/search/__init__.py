"""Full-text search: one index over what the stages have written, fed from the journal."""

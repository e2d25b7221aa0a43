"""One file per shape in which documents state problems; each gives drafts from a span of text or a section."""

"""Ledgers (台账) as queries: never a table that somebody edits, so they cannot disagree with the files."""

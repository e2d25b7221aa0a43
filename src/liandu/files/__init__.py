"""Stored originals: each content once, named by its digest, never overwritten and never changed."""

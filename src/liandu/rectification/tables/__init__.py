"""The lists of this stage, and what stands in them in words."""

"""Pages of handover."""

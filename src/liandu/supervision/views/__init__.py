"""Pages of supervision: the queue, the review of a request, checks on site, what follows a write-off."""

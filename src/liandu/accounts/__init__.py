"""People who sign in. Who they are for the house is their posts, kept in ``access``."""

"""Liandu (联督): joint supervision of inspection rectification. A problem is an account."""

__version__ = "0.1.0"

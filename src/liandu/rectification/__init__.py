"""Rectification: a problem is an account, opened from a finding, moved only by signed entries, closed by agreement.

What enters: findings that were signed for. What it keeps: items with their responsibilities, plans, progress, outcomes,
evidence, institutions, extensions, requests to be written off, and how each item stood at any time. What leaves: items
that ask to be written off; ``supervision`` answers them.
"""

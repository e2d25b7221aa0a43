"""The account of a problem: opened from a confirmed finding, moved only by signed entries, closed only by agreement.

What enters: findings that were signed for. What it keeps: items with their responsibilities, plans, progress, outcomes,
evidence, institutions, extensions, requests to be written off, and how each account stood at any time. What leaves:
items that ask to be written off; ``supervision`` answers them.
"""

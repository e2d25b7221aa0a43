"""What is urged, looked at and signed after a unit says that a problem is put right.

What enters: items that ask to be written off. What it keeps: the opinions of the offices that must agree, checks on
site, re-openings asked for and answered, and on whose authority an item was ended without having been put right. What
leaves: items that are written off, by agreement of all who must agree and in no other way.
"""

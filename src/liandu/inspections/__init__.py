"""Rounds, the inspection of a unit, and the material that comes of it.

What enters: a round is opened, units are inspected, files are uploaded. What is kept: terms, rounds, inspections with
their team and dates, material with kind, grade of secrecy and digests. What leaves: material for intake to read.
"""

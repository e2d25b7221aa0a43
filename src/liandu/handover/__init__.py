"""Handing material over to the parties: joint meetings, packages, lists signed for line by line, and the count check.

What enters: material and findings of a round. What is kept: meetings, packages, lines, signatures. What leaves: signed
lines, from whose day the clocks run.
"""

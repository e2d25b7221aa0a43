"""A document arrives: it is read, understood, and what it says is proposed for a person to judge.

What enters: a stored file of an inspection. What is kept: the document's blocks, the proposals with the passages they
came from, and what a person did with each. What leaves: findings, through the commands of the next stage.
"""

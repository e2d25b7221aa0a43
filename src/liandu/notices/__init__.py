"""Who is told what, once a day: what is due is asked of the stages and put together for each person, in one digest.

What enters: what the stages say is due (``due``). What it keeps: a digest for each person and day, whether it was read,
whether it went out as mail. What leaves: mail.
"""

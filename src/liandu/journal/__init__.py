"""The trail: what happened, to what, by whom, for which office. Written in the transaction of the act itself.

It is also the outbox: notices, search and links to other systems read it by cursor. Entries name their subject by label
and key and hold no foreign keys, so that the trail outlives everything. Seals close the
entries into signed, chained batches within seconds, by the digest that each entry carries.
"""

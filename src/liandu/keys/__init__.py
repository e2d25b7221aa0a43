"""Keys outside the database, and what is done with them: signing, sealing records, envelopes to another site.

Plain Python. Everything stands behind small interfaces, so that a certified module (密码机, UKey) can take the place of
software: an algorithm is a name in a table, a key is a file in a folder that only the site's account can read.
"""

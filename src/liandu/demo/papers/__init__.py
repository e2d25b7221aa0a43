"""The papers of the demo city: their texts (YAML) and the builders that print them as real files.

The texts say what is found; a *shape* says how a document puts it (headed outline, 一是…二是…, a table …); a *print*
makes bytes of a format. So what a reader should find in each file is known without reading it.
"""

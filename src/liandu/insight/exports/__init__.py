"""What leaves this stage as files: catalogues, tables of pictures, notes, bulletins."""

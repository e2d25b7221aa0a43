"""Every read of this stage; the first argument is the reader."""

"""Bytes into blocks and back: reading and writing of office documents, in plain Python without Django."""

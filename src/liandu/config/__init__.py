"""How the house is put together: settings, addresses, the web door, the worker, the command line."""

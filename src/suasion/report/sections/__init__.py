"""The sections of the page, one module each; `registry.py` lists them in order."""

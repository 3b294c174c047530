"""The map: outlines under a named border policy, projected, with flows and labels on top."""

"""The local runner behind `make run`, `make status` and `make stop`."""

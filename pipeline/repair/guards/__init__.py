"""The guard's conditions, one a file: each takes a change and names what it would change, or says nothing."""

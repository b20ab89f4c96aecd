"""Use cases: fetch from storage, decide in the domain, keep in storage. One file a noun."""

"""Named queries: how they are described, bound, run and serialised, here or at an endpoint."""

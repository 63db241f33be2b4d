"""Answer strangers' SPARQL queries: in bytes of the format asked for, in processes that can be killed."""

"""Two processes behind one port: whoever gets a request that is the other's hands the connection over."""

"""What follows: OWL RL, rules and the order of time, and HermiT for OWL DL."""

"""From one version of the ontology to the next: what a file of the last one needs to be of this."""

"""Reports made up by the thousand from a seed: clean ones, and the same with one fault; no organ in them exists."""

"""The parts of reading HTML: tokens, tree, page chrome, prose, grids and metadata; `html` puts them together."""

"""How fast audit-core is beside its floor and its peers: ratios from interleaved runs; see README.md."""

"""Two reports without a fault, ways to print them, and faults to put in; no organ named here exists."""

"""`python -m audit_core`: the command line, without the modules of the working directory.

Python puts that directory first on its path, and it is what is audited. Where it holds a package of this very name,
only `python -P` or the command `audit-core` passes it by.
"""

import sys

if not sys.flags.safe_path:
    del sys.path[0]

from audit_core.cli import run

run()

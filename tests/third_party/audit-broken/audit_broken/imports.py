"""A module that needs something that is not there."""

import audit_broken_dependency

"""A module that needs something that is not there."""

import audit_broken_dependency

__all__ = ["audit_broken_dependency"]

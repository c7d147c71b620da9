"""A module that needs something that is not there."""

from importlib import import_module

import_module("audit_broken_dependency")

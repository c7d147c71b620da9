"""Plugins that do what a plugin must not do; each line of the page on misbehaving plugins has one."""

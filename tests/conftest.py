"""Settings for all tests: no example has a deadline, since a busy machine is no fault."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "patient", settings.get_profile("default"), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
if settings.get_current_profile_name() == "default":
    settings.load_profile("patient")

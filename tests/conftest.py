"""What all tests share: no test is a clock."""

from hypothesis import settings

settings.register_profile("kopling", deadline=None)
settings.load_profile("kopling")

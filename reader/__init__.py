"""The reading workstation of a regional radiology centre."""

__version__ = "0.1.0"

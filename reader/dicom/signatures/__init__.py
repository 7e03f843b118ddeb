"""Digital signatures in DICOM objects: made, read and judged (PS3.15 C.4, PS3.3 C.12.1.1.3)."""

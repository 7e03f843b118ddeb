"""From the bytes of an object to its pictures: codecs, modality values, look-up tables, overlays, video."""

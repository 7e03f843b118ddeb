"""The worklist of UPS-RS (PS3.18 11): its client, its events, and workitems as plain values."""

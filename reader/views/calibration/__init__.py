"""What was measured of a display, what follows from it, and the pictures to look at it with. No Qt."""

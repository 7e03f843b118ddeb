"""What is measured on an image, and how several values become one (PS3.16 TID 300)."""

from __future__ import annotations

from reader.dicom.values import Code

LENGTH = Code("410668003", "SCT", "Length")
LONG_AXIS = Code("103339001", "SCT", "Long axis")
SHORT_AXIS = Code("103340004", "SCT", "Short axis")
PATH_LENGTH = Code("121211", "DCM", "Path length")
ANGLE = Code("1483009", "SCT", "Angle")
COBB_ANGLE = Code("285285000", "SCT", "Cobb angle")
VOLUME = Code("118565006", "SCT", "Volume")
AREA = Code("42798000", "SCT", "Area")
RADIUS = Code("131190003", "SCT", "Radius")
PERIMETER = Code("131191004", "SCT", "Perimeter")
CARDIOTHORACIC_RATIO = Code("cardiothoracic-ratio", "99READER", "Cardiothoracic ratio")
CARDIAC_WIDTH = Code("cardiac-width", "99READER", "Width of the heart")
THORACIC_WIDTH = Code("thoracic-width", "99READER", "Width of the chest")
CARDIAC_AXIS = Code("cardiac-axis", "99READER", "Cardiac axis")
HIP_KNEE_ANKLE = Code("hip-knee-ankle-angle", "99READER", "Hip-knee-ankle angle")
AXIS_DEVIATION = Code("mechanical-axis-deviation", "99READER", "Mechanical axis deviation")
TIME = Code("410670007", "SCT", "Time")
VELOCITY = Code("velocity", "99READER", "Difference of velocity")
DIFFERENCE = Code("difference", "99READER", "Difference along an axis")
ATTENUATION = Code("112031", "DCM", "Attenuation Coefficient")
MR_SIGNAL = Code("110852", "DCM", "MR signal intensity")
SUV = Code("126401", "DCM", "SUVbw")
PIXEL_VALUE = Code("pixel-value", "99READER", "Pixel value")

MEAN = Code("373098007", "SCT", "Mean")
DEVIATION = Code("386136009", "SCT", "Standard Deviation")
MINIMUM = Code("255605001", "SCT", "Minimum")
MAXIMUM = Code("56851009", "SCT", "Maximum")

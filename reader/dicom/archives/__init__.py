"""Where images come from: DICOMweb, DIMSE, and the files of a disc or folder, behind one protocol."""

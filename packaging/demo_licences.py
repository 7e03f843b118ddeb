"""Licence, origin and citation of every picture of the demo, as `LICENSE.md` of each exam prints them."""

from __future__ import annotations

LIDC = """Licence: Creative Commons Attribution 3.0 Unported (CC BY 3.0),
https://creativecommons.org/licenses/by/3.0/
Origin: The Cancer Imaging Archive, collection LIDC-IDRI, patient LIDC-IDRI-0314.
Citation: Armato SG III et al. Data From LIDC-IDRI. The Cancer Imaging Archive, 2015.
doi:10.7937/K9/TCIA.2015.LO9QL9SX
Citation: Clark K et al. The Cancer Imaging Archive (TCIA): Maintaining and Operating a Public Information
Repository. J Digit Imaging 26(6):1045-57, 2013. doi:10.1007/s10278-013-9622-7
TCIA asks that nobody tries to re-identify a participant."""

SBU = """Licence: Creative Commons Attribution 4.0 International (CC BY 4.0),
https://creativecommons.org/licenses/by/4.0/
Origin: The Cancer Imaging Archive, collection COVID-19-NY-SBU, patient {patient}; single slices taken
from
https://github.com/SaltyJoke/Image-Registration (63090abd58c1, data-sample).
Citation: Saltz J et al. Stony Brook University COVID-19 Positive Cases. The Cancer Imaging Archive, 2021.
doi:10.7937/TCIA.BBAG-2923
Citation: Clark K et al. The Cancer Imaging Archive (TCIA): Maintaining and Operating a Public Information
Repository. J Digit Imaging 26(6):1045-57, 2013. doi:10.1007/s10278-013-9622-7
TCIA asks that nobody tries to re-identify a participant."""

STUDYFORREST = """Licence: Open Data Commons Public Domain Dedication and License (PDDL) 1.0,
https://opendatacommons.org/licenses/pddl/1-0/
Origin: https://github.com/datalad/example-dicom-structural (f077bcc8d502), a de-faced T1 of studyforrest.
Citation: Hanke M et al. A high-resolution 7-Tesla fMRI dataset from complex natural stimulation with an
audio movie. Scientific Data 1:140003, 2014. doi:10.1038/sdata.2014.3"""

BSD_2 = """Licence: BSD 2-Clause.
{copyright}
Redistribution and use in source and binary forms, with or without
modification, are permitted provided that the following conditions are met: 1. Redistributions of source
code must retain the above copyright notice, this list of conditions and the following disclaimer. 2.
Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the
following disclaimer in the documentation and/or other materials provided with the distribution. THIS
SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED
WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A
PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR
ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED
TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION)
HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING
NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
POSSIBILITY OF SUCH DAMAGE.
"""

HEAD_PHANTOM = BSD_2.format(
    copyright="Copyright the dcm_qa_ct authors; images courtesy of Paul Morgan, Nottingham."
) + (
    "Origin: https://github.com/neurolabusc/dcm_qa_ct (d03e30e4c5c8), In/Philips/S21610/S2010. A phantom.\n"
    "Citation: Morgan P, Rorden C. dcm_qa_ct: CT images for testing DICOM conversion. GitHub."
)
FIELD_MAP = BSD_2.format(copyright="Copyright the dcm_qa_enh authors.") + (
    "Origin: https://github.com/neurolabusc/dcm_qa_enh (58953e7b0150). A phantom.\n"
    "Citation: Rorden C et al. dcm_qa_enh: enhanced DICOM for testing DICOM conversion. GitHub."
)

ECHO = """Licence: MIT. Permission is hereby granted, free of charge, to any person obtaining a copy of this
software and associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense,
and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions: the above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT
WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS
BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
Copyright (c) the deid-data authors (Vanessa Sochat and contributors).
Origin: PyPI deid-data 0.0.20, deid_data/data/ultrasounds/ultrasound-multiframe.dcm, first 16 of 30
frames.
Citation: Sochat V et al. pydicom/deid-data. https://github.com/pydicom/deid-data"""

BSD_3_CONDITIONS = """\
Redistribution and use in source and binary forms, with or without modification, are permitted provided
that the following conditions are met: 1. Redistributions of source code must retain the above copyright
notice, this list of conditions and the following disclaimer. 2. Redistributions in binary form must
reproduce the above copyright notice, this list of conditions and the following disclaimer in the
documentation and/or other materials provided with the distribution. 3. Neither the name of the copyright
holder nor the names of its contributors may be used to endorse or promote products derived from this
software without specific prior written permission. THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND
CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE
COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF
USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
"""

PROSTATE = (
    """Licence: Creative Commons Attribution 3.0 Unported (CC BY 3.0),
https://creativecommons.org/licenses/by/3.0/; redistributed in a repository under BSD 3-Clause, Copyright
(c) Brigham and Women's Hospital and the dcmqi contributors.
Origin: The Cancer Imaging Archive, collection QIN-PROSTATE, patient QIN-PROSTATE-01-0001; files from
https://github.com/QIICR/dcmqi (b6137d9ee8cf, data/paramaps/pm-example-dcm.zip).
Citation: Fedorov A et al. Data From QIN-PROSTATE. The Cancer Imaging Archive (TCIA).
Citation: Herz C et al. dcmqi: An Open Source Library for Standardized Communication of Quantitative Image
Analysis Results Using DICOM. Cancer Research 77(21):e87-e90, 2017. doi:10.1158/0008-5472.CAN-17-0336
Citation: Clark K et al. The Cancer Imaging Archive (TCIA): Maintaining and Operating a Public Information
Repository. J Digit Imaging 26(6):1045-57, 2013. doi:10.1007/s10278-013-9622-7
TCIA asks that nobody tries to re-identify a participant."""
    + "\nBSD 3-Clause: "
    + BSD_3_CONDITIONS
)

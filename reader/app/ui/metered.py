"""Whether the line costs by the byte, as far as the system knows."""

from __future__ import annotations


def metered() -> bool:
    """Main thread. False where the system does not say."""
    from PySide6.QtNetwork import QNetworkInformation

    if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Metered):
        return False
    known = QNetworkInformation.instance()
    return known is not None and known.isMetered()

from tests.worklist.conftest import hub, station

__all__ = ["hub", "station"]

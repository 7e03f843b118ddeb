"""New versions of the program, from the folder `updates` of the hub, where packaging/release.py has signed them.

Open to everybody: a workstation asks before anybody has signed in, and checks the signature.
"""

from __future__ import annotations

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from reader.core.update.manifest import is_file_name
from reader.hub.hub import Hub


def routes(hub: Hub) -> list[Route]:
    folder = hub.folder / "updates"

    async def file(request: Request) -> Response:
        name = request.path_params["name"]
        if not is_file_name(name) or not await to_thread.run_sync((folder / name).is_file):
            raise HTTPException(404)
        return FileResponse(folder / name)

    return [Route("/updates/{name}", file)]

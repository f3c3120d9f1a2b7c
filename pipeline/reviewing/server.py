"""Serving the review page: addresses, tokens, the browser, and an end on Ctrl-C."""

import ipaddress
import platform
import threading
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from pipeline.errors import InputError
from pipeline.municipalities import chosen_municipality
from pipeline.params import load_params
from pipeline.reviewing.app import make_app
from pipeline.reviewing.desk import Desk
from pipeline.reviewing.pictures import GoalPictures
from pipeline.reviewing.security import LOCAL_NAMES, Access, new_token
from pipeline.reviews.verdict import coder_name

LOOPBACK = "127.0.0.1"


def split_address(address: str) -> tuple[str, int]:
    """Host and port of `HOST:PORT`; without a port 0, any free one.

    Raises InputError for what is no address.

    >>> split_address("0.0.0.0:8765"), split_address("[::1]:80"), split_address("127.0.0.1")
    (('0.0.0.0', 8765), ('::1', 80), ('127.0.0.1', 0))
    """
    host, separator, port = address.rpartition(":")
    if not separator or (":" in host and not host.startswith("[")):
        host, port = address, "0"
    host = host.strip("[]")
    try:
        ipaddress.ip_address(host)
        number = int(port)
    except ValueError as err:
        raise InputError(f"--listen: expected ADDRESS:PORT, came {address!r}") from err
    if not 0 <= number <= 65535:
        raise InputError(f"--listen: expected a port from 0 to 65535, came {port}")
    return host, number


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    return ipaddress.ip_address(host).is_loopback


def serve(
    project: Path,
    coders: Sequence[str],
    *,
    address: str = LOOPBACK,
    names: Sequence[str] = (),
    adjudicators: Sequence[str] = (),
    is_readonly: bool = False,
    opens_browser: bool = True,
    municipality: str | None = None,
    tell: Callable[[str], None] = print,
) -> None:
    """Serve until interrupted; `tell` is given each line that the user should read.

    Raises InputError for several coders without an address of their own choice, and for several
    municipalities without a choice of one; TableError where nothing has been run yet.
    """
    host, port = split_address(address)
    named = [coder_name(coder) for coder in dict.fromkeys(coders)]
    params = load_params(project / "params.yaml")
    desk = Desk(
        project / "outputs",
        project / "reviews",
        params.reviewing,
        params.scoring,
        params.coupling,
        chosen_municipality(project / "outputs", municipality, is_needed=True),
    )
    for line in desk.mend():
        tell(line)
    desk.corpus()
    config = uvicorn.Config(
        "",
        host=host,
        port=port,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="off",
        h11_max_incomplete_event_size=16 * 1024,
        timeout_graceful_shutdown=3,
    )
    try:
        bound = config.bind_socket()
    except SystemExit as err:  # uvicorn's way to say that it can't bind
        raise InputError(f"--listen: {address} can't be listened on; is it in use?") from err
    port = int(bound.getsockname()[1])
    access = Access(
        tokens={name: new_token() for name in named},
        port=port,
        names=frozenset((*LOCAL_NAMES, *(n.lower() for n in names), *_own_names(host))),
        adjudicators=frozenset(coder_name(each) for each in adjudicators),
        is_readonly=is_readonly,
    )
    kept = project / ".kopling"
    pictures = GoalPictures(desk, project / "documents", kept / "pictures", params.pictures)
    config.app = make_app(desk, access, kept / "reviewing", pictures)
    bound.listen()  # who opens an address as soon as it is told waits, and isn't turned away
    urls = {coder: _url(host, port, token) for coder, token in access.tokens.items()}
    for coder, url in urls.items():
        tell(f"{coder}: {url}")
    if opens_browser and is_loopback(host):
        threading.Timer(0.5, webbrowser.open, [next(iter(urls.values()))]).start()
    try:
        uvicorn.Server(config).run(sockets=[bound])
    finally:
        pictures.close()


def _own_names(host: str) -> tuple[str, ...]:
    return () if is_loopback(host) else (platform.node().lower(),)


def _url(host: str, port: int, token: str) -> str:
    if ipaddress.ip_address(host).is_unspecified:
        host = platform.node() or LOOPBACK
    elif ":" in host:
        host = f"[{host}]"
    return f"http://{host}:{port}/?token={token}"

"""The review page under attack: from other pages, other machines, and forged requests."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline.reviewing.security import LARGEST_BODY, Access
from tests.reviewing.made_up import HOST, PORT, Client, app_in, hidden_fields, pair

GET_PAGES = (
    *("/koding", "/liste", "/bekreft", "/uenighet", "/framdrift", "/kodebok", "/taster"),
    *(f"/par/{pair('g00', 'o1')}", "/bilde/g00/0"),
)


@pytest.fixture
def app(tmp_path: Path) -> Any:
    """The application on a small municipality."""
    return app_in(tmp_path)[0]


def stranger(app: Any) -> TestClient:
    """Someone without a token."""
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)


def lines(folder: Path) -> int:
    """How many lines all ledgers have."""
    return sum(len(p.read_bytes().splitlines()) for p in (folder / "reviews").glob("*.jsonl"))


@pytest.mark.parametrize("address", GET_PAGES)
def test_without_a_token_nothing_is_shown(app: Any, address: str) -> None:
    """No page and no picture, and not a word of any goal."""
    response = stranger(app).get(address)

    assert response.status_code == 401
    assert "tiltak" not in response.text


@pytest.mark.parametrize("token", ["", "x", "kar", "KARI", "None", "%00"])
def test_a_wrong_token_opens_nothing(app: Any, token: str) -> None:
    """Neither in the address nor in the cookie."""
    client = stranger(app)

    in_address = client.get(f"/?token={token}")
    client.cookies.set(f"kopling-{PORT}", token)

    assert in_address.status_code == 401
    assert client.get("/koding").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Any) -> None:
    """HttpOnly, SameSite=Strict, and the token leaves the address at once."""
    response = stranger(app).get("/?token=kari")

    cookie = response.headers["set-cookie"].lower()
    assert ("httponly" in cookie, "samesite=strict" in cookie) == (True, True)
    assert response.headers["location"] == "/koding"


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", f"evil.example:{PORT}", "127.0.0.1:1", f"127.0.0.1.evil.example:{PORT}"),
        *(f"localhost.evil.example:{PORT}", "", f"[::1].evil:{PORT}", f"127.0.0.1@evil:{PORT}"),
    ],
)
def test_a_rebound_name_is_refused(tmp_path: Path, app: Any, host: str) -> None:
    """A page that lets its own name point here still sends that name (DNS rebinding)."""
    client = Client(app, "kari")
    fields = hidden_fields(client.page()) | {"verdict": "accept"}

    read = client.http.get("/koding", headers={"Host": host})
    wrote = client.http.post(
        "/koding", data=fields, headers={"Host": host, "Origin": f"http://{host}"}
    )

    assert (read.status_code, wrote.status_code, lines(tmp_path)) == (421, 421, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_own_names_are_let_in(host: str) -> None:
    """With and without the port."""
    access = Access({"kari": "kari"}, PORT)

    assert [access.is_own_host(f"{host}{port}") for port in ("", f":{PORT}")] == [True, True]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://{HOST}.evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "cross-site"},
        {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {},
        {"Referer": f"http://{HOST}/koding"},
    ],
)
def test_another_page_cannot_send_a_verdict(
    tmp_path: Path, app: Any, headers: dict[str, str]
) -> None:
    """Even with the cookie and all fields of a form (CSRF)."""
    client = Client(app, "kari")
    fields = hidden_fields(client.page()) | {"verdict": "accept"}

    response = client.http.post("/koding", data=fields, headers=headers)

    assert (response.status_code, lines(tmp_path)) == (403, 0)


@pytest.mark.parametrize("address", ["/koding", "/angre", "/bekreft", "/uenighet", "/taster"])
@pytest.mark.parametrize("token", [None, "", "x" * 64, "æ"])
def test_a_form_without_its_own_token_is_refused(
    tmp_path: Path, app: Any, address: str, token: str | None
) -> None:
    """Every act needs what only a page of this coder's carries."""
    client = Client(app, "kari")
    fields = hidden_fields(client.page()) | {"verdict": "accept"}
    fields.pop("form_token")

    response = client.post(address, fields | ({} if token is None else {"form_token": token}))

    assert (response.status_code, lines(tmp_path)) == (403, 0)


def test_one_coder_cannot_code_as_another(tmp_path: Path, app: Any) -> None:
    """Her form's token is hers, and a coder named in a form is nothing."""
    kari, ola = Client(app, "kari"), Client(app, "ola")
    fields = hidden_fields(kari.page()) | {"verdict": "accept", "coder": "ola"}

    assert ola.post("/koding", fields).status_code == 403
    kari.post("/koding", fields)

    assert [path.name for path in (tmp_path / "reviews").glob("*.jsonl")] == ["kari.jsonl"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_no_other_method_does_anything(app: Any, method: str) -> None:
    """Only reading and sending a form."""
    assert stranger(app).request(method, "/koding").status_code == 405


def test_acts_are_no_addresses(tmp_path: Path, app: Any) -> None:
    """Nothing that can be put in a link or a picture changes anything."""
    client = Client(app, "kari")
    fields = hidden_fields(client.page()) | {"verdict": "accept"}

    statuses = {client.http.get(a, params=fields).status_code for a in ("/koding", "/angre")}

    assert statuses == {200, 405}
    assert lines(tmp_path) == 0


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, 50_000_000])
def test_more_than_a_verdict_is_refused_unread(app: Any, size: int) -> None:
    """By what is announced."""
    client = Client(app, "kari")
    headers = {**client.origin, "Content-Length": str(size)}

    assert client.http.post("/koding", content=b"x", headers=headers).status_code == 413


def test_more_than_was_announced_is_refused_too(app: Any) -> None:
    """A body in pieces, without a length, is counted while it comes."""
    client = Client(app, "kari")
    pieces = (b"memo=" + b"x" * 10_000 for _ in range(20))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    response = client.http.post("/koding", content=pieces, headers=client.origin | kind)

    assert response.status_code == 413


def test_a_form_of_thousands_of_fields_is_refused(tmp_path: Path, app: Any) -> None:
    """And so is one with files."""
    client = Client(app, "kari")
    fields = hidden_fields(client.page()) | {f"x{n}": "1" for n in range(400)}
    files = {"memo": ("a.txt", b"x")}

    many = client.post("/koding", fields | {"verdict": "accept"})
    filed = client.http.post("/koding", data=fields, files=files, headers=client.origin)

    assert (many.status_code, filed.status_code, lines(tmp_path)) == (400, 400, 0)


def test_a_long_address_is_refused(app: Any) -> None:
    """Before anything is looked up."""
    assert stranger(app).get("/liste?ord=" + "x" * 5000).status_code == 414


@pytest.mark.parametrize(
    "address",
    [
        *("/assets/../app.py", "/assets/%2e%2e%2fapp.py", "/assets/..%2f..%2fcli.py"),
        *("/bilde/..%2f..%2f..%2fetc%2fpasswd/0", "/par/../../etc/passwd", "/assets/app.py"),
        *(
            "/bilde/%00/0",
            "/bilde/g00/-1",
            "/bilde/g00/99999999999",
            "/par/%00",
            "/assets/kopling.css%00",
            "//etc/passwd",
        ),
    ],
)
def test_no_address_reaches_the_disk(app: Any, address: str) -> None:
    """Names are looked up among what is held in memory."""
    response = Client(app, "kari").http.get(address)

    assert response.status_code in (404, 405, 303)
    assert "root:" not in response.text
    assert "import " not in response.text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil", "/liste"])
def test_after_saving_nobody_is_led_elsewhere(app: Any, back: str) -> None:
    """Only to pages of our own."""
    client = Client(app, "kari")

    address = client.answer("accept", back=back).headers["location"]

    assert address.startswith("/koding")


@pytest.mark.parametrize("address", [*GET_PAGES, "/nothing", "/assets/review.js"])
def test_every_answer_carries_the_strict_headers(app: Any, address: str) -> None:
    """No script but ours, in no frame, kept by no cache, told to no other site."""
    headers = Client(app, "kari").http.get(address).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")
    assert "server" not in headers


def test_no_page_has_script_or_style_of_its_own(app: Any) -> None:
    """The policy would stop them; there are none to stop."""
    client = Client(app, "kari")
    pages = [client.page(address) for address in GET_PAGES if "bilde" not in address]

    for page in pages:
        assert "<style" not in page
        assert " style=" not in page
        assert "onclick" not in page
        assert page.count("<script") == page.count('<script src="/assets/') == 1


@pytest.mark.parametrize("memo", ["x" * 100_00, "\x00", "\u202e", "=1+1", "</textarea><script>"])
def test_a_hostile_memo_is_kept_as_text(tmp_path: Path, app: Any, memo: str) -> None:
    """Cut to a length, one line in the ledger, and escaped wherever it is shown."""
    client = Client(app, "kari")
    fields = hidden_fields(client.page())

    assert client.answer("accept", memo=memo).status_code == 303
    page = client.page(f"/par/{pair(fields['goal'], fields['asked'])}")

    assert lines(tmp_path) == 1
    assert "</textarea><script>" not in page

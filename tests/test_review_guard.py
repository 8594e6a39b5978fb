"""Nobody gets into the review but the person at this machine."""

import json
import shutil
import socket

import pytest

from rehearse.review.guard import LARGEST_BODY_BYTES
from tests.made_takes import DATA
from tests.review_server import ReviewServer


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    home = tmp_path_factory.mktemp("guarded")
    (home / "secret.txt").write_text("not a take")
    shutil.copytree(DATA / "takes" / "v1", home / "recordings")
    with ReviewServer(home) as server:
        yield server


@pytest.fixture(scope="module")
def take(review):
    return next(review.recordings.iterdir()).name


def test_the_opened_address_moves_its_token_into_a_cookie_that_no_script_can_read(review):
    answer = review.request("GET", f"/?token={review.token}", admitted=False)
    assert answer.status == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_an_address_that_names_another_host_in_its_path_stays_here(review):
    answer = review.request("GET", f"//evil.example/?token={review.token}", admitted=False)
    assert answer.headers["location"] == "/evil.example/"


@pytest.mark.parametrize("path", ["/", "/static/review.css", "/questions", "/presence", "/none"])
def test_without_the_token_nothing_is_shown(review, path):
    assert review.request("GET", path, admitted=False).status == 403


@pytest.mark.parametrize("token", ["", "wrong", "w\u00e4hr"])
def test_a_wrong_token_opens_nothing(review, token):
    assert review.request("GET", f"/?token={token.encode().hex()}", admitted=False).status == 403
    cookie = {"Cookie": f"rehearse-review-{review.port}={token}".encode().decode("latin-1")}
    assert review.request("GET", "/", headers=cookie, admitted=False).status == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_foreign_host_is_refused_even_with_the_token(review, host):
    assert review.request("GET", "/", headers={"Host": host}).status == 403


def test_the_name_localhost_is_ours_too(review):
    assert review.request("GET", "/", headers={"Host": f"localhost:{review.port}"}).status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_origin_is_refused_even_with_the_token(review, method, origin):
    assert review.request(method, "/presence", headers={"Origin": origin}).status == 403


def test_a_change_that_does_not_say_where_it_comes_from_is_refused(review):
    assert review.request("POST", "/presence").status == 403
    assert review.request("POST", "/presence", headers={"Origin": review.origin}).status == 204


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_are_refused(review, method):
    assert review.request(method, "/", headers={"Origin": review.origin}).status == 405


def test_an_oversized_body_is_refused_whether_announced_or_not(review, take):
    announced = {"Origin": review.origin, "Content-Length": str(LARGEST_BODY_BYTES + 1)}
    assert review.request("POST", f"/takes/{take}/notes", headers=announced).status == 413
    assert review.request("POST", "/presence", headers={**announced, "Content-Length": "-1"}).status in {
        400,
        413,
    }
    with socket.create_connection(("127.0.0.1", review.port), timeout=20) as connection:
        head = (
            f"POST /takes/{take}/notes HTTP/1.1\r\nHost: 127.0.0.1:{review.port}\r\n"
            f"Origin: {review.origin}\r\nCookie: rehearse-review-{review.port}={review.token}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        connection.sendall(head.encode())
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        try:
            for _ in range(8):
                connection.sendall(chunk)
            connection.sendall(b"0\r\n\r\n")
            answer = connection.recv(65536)
        except OSError:  # the server let go of the connection
            answer = b""
    assert b" 200 " not in answer.split(b"\r\n")[0]
    assert b" 303 " not in answer.split(b"\r\n")[0]
    assert not (review.recordings / take / "notes.md").exists()


OUTSIDE = [
    "..",
    "../secret.txt",
    "..%2Fsecret.txt",
    "%2e%2e",
    "%2e%2e%2fsecret.txt",
    "..%5Csecret.txt",
    "%2Fetc%2Fpasswd",
    ".",
    "%00",
    "%FF",
    "x" * 300,
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_name_leads_out_of_the_takes(review, name):
    for path in (
        f"/takes/{name}",
        f"/takes/{name}/sound",
        f"/takes/{name}/peaks",
        f"/takes/{name}/voice",
        f"/static/{name}",
        f"/questions/{name}/{name}",
    ):
        answer = review.get(path)
        assert answer.status in {400, 404}, path
        assert "not a take" not in answer.text


def test_a_take_that_names_a_file_elsewhere_as_its_sound_gives_nothing(review, tmp_path_factory):
    folder = review.recordings / "2026-11-22T12-45-04_pointing-out"
    folder.mkdir()
    document = json.loads((next(review.recordings.glob("*_bias-variance")) / "take.json").read_text())
    document["recording"]["file"] = "../../secret.txt"
    (folder / "take.json").write_text(json.dumps(document))
    assert review.get(f"/takes/{folder.name}/sound").status == 404
    assert review.get(f"/takes/{folder.name}").status == 404


@pytest.mark.parametrize("path", ["/", "/questions", "/progress", "/none", "/static/take.js"])
def test_every_answer_forbids_what_is_not_ours(review, path):
    headers = review.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers


def test_refusals_too_bear_the_guarding_headers(review):
    assert "content-security-policy" in review.request("GET", "/", admitted=False).headers


def test_the_sound_is_given_in_parts_for_seeking(review, take):
    answer = review.request("GET", f"/takes/{take}/sound", headers={"Range": "bytes=0-3"})
    assert answer.status == 206
    assert answer.body == b"fLaC"
    assert answer.headers["content-type"] == "audio/flac"

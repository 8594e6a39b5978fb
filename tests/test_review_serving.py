"""The server of the review begins at a free port and ends when nobody looks."""

import http.client
import threading

import pytest

from rehearse.errors import ReviewError
from rehearse.review.serving import Served


async def hello(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


def test_it_ends_by_itself_when_nobody_has_looked_for_long():
    served = Served(hello)
    running = threading.Thread(target=served.run, kwargs={"quiet_ends_after_s": 0.1})
    running.start()
    running.join(timeout=30)
    assert not running.is_alive()
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", served.port, timeout=5).request("GET", "/")


def test_a_port_in_use_is_named_with_the_remedy():
    served = Served(hello)
    with pytest.raises(ReviewError, match=f"Port {served.port} cannot be used") as caught:
        Served(hello, port=served.port)
    assert "--port" in caught.value.hint
    served.close()


def test_every_review_has_a_token_of_its_own():
    one, other = Served(hello), Served(hello)
    assert one.address.split("token=")[1] != other.address.split("token=")[1]
    one.close()
    other.close()

"""Screens as a browser without JavaScript sees them."""

import html
import re
import uuid

from service.tokens import csrf_token


class Screens:
    """A browser of somebody, in French: forms are sent with what is hidden in them."""

    def __init__(self, client):
        self.client = client
        self.note = ""  # the cookie that says once what was done

    def get(self, path, code=200):
        cookies = f"__Host-visavis={self.client.token}; {self.note}"
        answer = self.client.get(path, headers={"accept": "text/html", "cookie": cookies}, follow_redirects=False)
        self.note = ""
        assert answer.status_code == code, answer.text[-2000:]
        return html.unescape(answer.text) if "html" in answer.headers.get("content-type", "") else answer

    def send(self, path, code=303, /, files=None, **fields):
        told = {"once": uuid.uuid4().hex, "csrf": csrf_token(self.client.token), **fields}
        more = {"headers": {"accept": "text/html", "x-csrf-token": None}, "follow_redirects": False}
        answer = self.client.request("POST", path, data=told, files=files, **more)
        assert answer.status_code == code, (
            answer.status_code,
            re.findall(r"(?s)class=.refused.*?<.div>", answer.text),
            answer.text[-500:],
        )
        self.note = answer.headers.get("set-cookie", "").partition(";")[0]
        return html.unescape(answer.text) if code != 303 else answer.headers["location"]

    def version(self, path):
        return re.search(r'name="version" value="(\d+)"', self.get(path))[1]

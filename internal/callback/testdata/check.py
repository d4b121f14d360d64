"""Holds a running server's answers to the published format of WeChat's messages.

Nothing of the server's own code is used: signatures are made with hashlib, ciphertext
with the openssl program, messages are read with the standard library. The plan comes on
standard input as one line of JSON, after the port of the backend that is started here has
been printed; what is wrong is printed line by line, and the exit status says whether
anything was.

Formats: developers.weixin.qq.com, "message encryption" (AES-256-CBC, key from the 43
characters of the EncodingAESKey and "=", its first 16 bytes as IV, PKCS#7 to 32 bytes, over
16 random bytes, 4 bytes of length, message, AppID; MsgSignature is the SHA-1 of Token,
TimeStamp, Nonce and Encrypt, sorted) and "passive replies".
"""

import base64
import hashlib
import http.server
import json
import os
import re
import socket
import struct
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as xml
from concurrent.futures import ThreadPoolExecutor

AGENT = "Mozilla/4.0"
ACCOUNT = "gh_7f083b5a2c1d"


class Wrong(Exception):
    pass


def want(ok, text):
    if not ok:
        raise Wrong(text)


# --- the protocol -------------------------------------------------------------------


def sign(*parts):
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def aes(key, data, decrypt):
    command = ["openssl", "enc", "-aes-256-cbc", "-nopad", "-K", key.hex(), "-iv", key[:16].hex()]
    done = subprocess.run(command + (["-d"] if decrypt else []), input=data, capture_output=True)
    want(done.returncode == 0, "openssl: " + done.stderr.decode(errors="replace"))
    return done.stdout


def seal(key, app, message):
    data = os.urandom(16) + struct.pack(">I", len(message)) + message + app.encode()
    pad = 32 - len(data) % 32
    return base64.b64encode(aes(key, data + bytes([pad]) * pad, False)).decode()


def unseal(key, app, text):
    cipher = base64.b64decode(text, validate=True)
    want(cipher and len(cipher) % 32 == 0, f"{len(cipher)} bytes of ciphertext, no multiple of 32")
    data = aes(key, cipher, True)
    pad = data[-1]
    want(1 <= pad <= 32 and data.endswith(bytes([pad]) * pad), "the padding is wrong")
    data = data[:-pad]
    size = struct.unpack(">I", data[16:20])[0]
    want(20 + size <= len(data), "the length is wrong")
    want(data[20 + size:] == app.encode(), f"the AppID is {data[20 + size:]!r}")
    return data[20:20 + size]


def leaves(node, path=""):
    """The values of a message by their paths; lists are counted from 0."""
    out = {}
    if isinstance(node, dict):
        for name, value in node.items():
            out.update(leaves(value, f"{path}.{name}" if path else name))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            out.update(leaves(value, f"{path}[{i}]"))
    else:
        out[path] = str(node)
    return out


def tree(element):
    if not len(element):
        return element.text or ""
    out = {}
    for child in element:
        if child.tag == "item":
            out.setdefault("item", []).append(tree(child))
        else:
            want(child.tag not in out, f"{child.tag} is there twice")
            out[child.tag] = tree(child)
    return out


def read(form, body):
    if form == "json":
        return leaves(json.loads(body))
    root = xml.fromstring(body)
    want(root.tag == "xml", f"the root is {root.tag}")
    return leaves(tree(root))


def cdata(text):
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def push(form, mode, plan, user, text):
    """A text message as WeChat sends it: the query and the body."""
    values = {"ToUserName": ACCOUNT, "FromUserName": user, "CreateTime": int(time.time()), "MsgType": "text",
              "Content": text, "MsgId": int.from_bytes(os.urandom(7), "big")}
    if form == "json":
        plain = json.dumps(values, ensure_ascii=True).encode()
    else:
        plain = ("<xml>" + "".join(f"<{k}>{cdata(v) if isinstance(v, str) else v}</{k}>" for k, v in values.items()) + "</xml>").encode()
    stamp, nonce = str(int(time.time())), str(int.from_bytes(os.urandom(4), "big"))
    query = f"signature={sign(plan['token'], stamp, nonce)}&timestamp={stamp}&nonce={nonce}&openid={user}"
    if mode == "plain":
        return query, plain
    encrypt = seal(plan["aes"], plan["app"], plain)
    query += f"&encrypt_type=aes&msg_signature={sign(plan['token'], stamp, nonce, encrypt)}"
    if form == "json":
        outer = dict(values) if mode == "compatible" else {"ToUserName": ACCOUNT}
        return query, json.dumps({**outer, "Encrypt": encrypt}).encode()
    head = plain[:-len("</xml>")] if mode == "compatible" else f"<xml><ToUserName>{cdata(ACCOUNT)}</ToUserName>".encode()
    return query, head + f"<Encrypt>{cdata(encrypt)}</Encrypt></xml>".encode()


# --- over the wire ------------------------------------------------------------------


class Answer:
    def __init__(self, raw, took):
        self.raw, self.took = raw, took
        if not raw:
            return
        head, found, self.body = raw.partition(b"\r\n\r\n")
        want(found, f"no head in {raw[:80]!r}")
        first, *lines = head.decode("latin-1").split("\r\n")
        match = re.fullmatch(r"HTTP/1\.[01] (\d{3})( .*)?", first)
        want(match, f"the status line is {first!r}")
        self.status = int(match[1])
        self.headers = {k.strip().lower(): v.strip() for k, v in (line.split(":", 1) for line in lines)}

    def whole(self):
        want(self.raw, "there was no answer")
        length = self.headers.get("content-length")
        if length is not None:
            want(int(length) == len(self.body), f"{length} bytes announced, {len(self.body)} came")
        return self.body


def ask(plan, path, query, body, form):
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", plan["port"]), timeout=30) as s:
        kind = "application/json" if form == "json" else "text/xml"
        s.sendall((f"POST {path}?{query} HTTP/1.0\r\nUser-Agent: {AGENT}\r\nAccept: */*\r\nHost: example.com\r\nPragma: no-cache\r\n"
                   f"Connection: Keep-Alive, X-Hop\r\nX-Hop: 1\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body)
        raw = b""
        while True:
            try:
                more = s.recv(65536)
            except ConnectionResetError:
                break
            if not more:
                break
            raw += more
            head, found, rest = raw.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head) if found else None
            bodiless = found and head.split(b" ")[1] in (b"204", b"304")
            if bodiless or length and len(rest) >= int(length[1]):
                break  # the connection may stay open
    return Answer(raw, time.monotonic() - began)


class Backend(http.server.BaseHTTPRequestHandler):
    """Answers with a digest of what it was asked, so that the answer proves the question."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        bad = [n for n in ("X-Hop", "Keep-Alive", "X-Echostr-Test") if n in self.headers]
        if self.headers.get("X-Forwarded-For") != "127.0.0.1" or self.headers.get("User-Agent") != AGENT or bad:
            self.send_error(500, "headers")
            return
        query = self.path.partition("?")[2]
        answer = digest(query, body)
        self.send_response(201)
        self.send_header("Content-Type", "text/x-check")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def digest(query, body):
    return hashlib.sha256(query.encode() + b"\n" + body).hexdigest().encode()


# --- what is checked ----------------------------------------------------------------


def check(plan, case, mode, form, user, step):
    text = case.get("said", case["say"])
    if "said" in case:  # the rule is found by the user's name, the text is the person's
        user = f"o-{case['say']}-{user}"
    query, body = push(form, mode, plan, user, text)
    answer = ask(plan, "/" + mode, query, body, form)
    expect = step["expect"]
    low, high = step.get("delay", [0, 4])
    want(low <= answer.took <= high, f"it took {answer.took:.2f} s, wanted {low} to {high}")

    if expect == "closed":
        want(answer.raw == b"", f"something came: {answer.raw[:80]!r}")
        return
    if expect == "half":
        announced = int(answer.headers["content-length"])
        want(len(answer.body) == announced // 2, f"{len(answer.body)} of {announced} bytes came")
        want(answer.body[:1] == (b"{" if form == "json" else b"<"), f"it begins with {answer.body[:10]!r}")
        return
    got = answer.whole()
    if expect == "literal":
        want(answer.status == step.get("status", 200), f"status {answer.status}")
        want(got == step["body"].encode(), f"answered {got[:200]!r}")
        if "type" in step:
            want(answer.headers.get("content-type") == step["type"], f"Content-Type {answer.headers.get('content-type')}")
        return
    if expect == "forward":
        want(answer.status == 201 and answer.headers.get("content-type") == "text/x-check", f"status {answer.status}, {answer.headers}")
        want(got == digest(query, body), f"the backend answered {got!r}")
        return
    want(answer.status == 200, f"status {answer.status}")
    if expect == "echo":  # raw bytes that a template made, never encrypted
        message = read(step["form"], got)
        want(message == step["fields"], f"read as {str(message)[:300]!r}")
        return

    kind = "application/json" if form == "json" else "text/xml"
    want(answer.headers.get("content-type") == kind + "; charset=utf-8", f"Content-Type {answer.headers.get('content-type')}")
    if mode != "plain" and expect != "plaintext":
        outer = read(form, got)
        want(sorted(outer) == ["Encrypt", "MsgSignature", "Nonce", "TimeStamp"], f"the envelope has {sorted(outer)}")
        right = sign(plan["token"], outer["TimeStamp"], outer["Nonce"], outer["Encrypt"])
        want((outer["MsgSignature"] == right) == (expect != "wrong_signature"), f"MsgSignature {outer['MsgSignature']}, right is {right}")
        want(re.fullmatch(r"[0-9a-f]{40}", outer["MsgSignature"]), "the MsgSignature is no SHA-1")
        got = unseal(plan["aes"], plan["app"], outer["Encrypt"])
    message = read(form, got)
    to, sender = (ACCOUNT, user) if expect == "not_swapped" else (user, ACCOUNT)
    want(message.pop("ToUserName", None) == to, "ToUserName is wrong")
    want(message.pop("FromUserName", None) == sender, "FromUserName is wrong")
    want(abs(int(message.pop("CreateTime", "0")) - time.time()) < 60, "CreateTime is not now")
    want(message == step["fields"], f"the message is {str(message)[:300]!r}, wanted {str(step['fields'])[:300]!r}")


def run(plan, case, mode, form):
    user = f"o{mode}{form}"
    for n, step in enumerate(case["steps"]):
        try:
            check(plan, case, mode, form, f"{user}{case['name']}".replace(" ", ""), step)
        except Exception as err:  # whatever it is, it is told and counts
            return f"{case['name']}, step {n + 1}, {mode}, {form}: {type(err).__name__}: {err}"
    return None


def main():
    backend = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Backend)
    threading.Thread(target=backend.serve_forever, daemon=True).start()
    print(backend.server_address[1], flush=True)
    plan = json.loads(sys.stdin.readline())
    plan["aes"] = base64.b64decode(plan["key"] + "=")
    tasks = [(case, mode, form) for case in plan["cases"] for mode in ("plain", "compatible", "safe") for form in case.get("forms", ["xml", "json"])]
    with ThreadPoolExecutor(24) as pool:
        found = [f for f in pool.map(lambda t: run(plan, *t), tasks) if f]
    for line in found:
        print(line)
    print(f"checked {len(tasks)}", flush=True)
    backend.shutdown()
    sys.exit(1 if found else 0)


main()

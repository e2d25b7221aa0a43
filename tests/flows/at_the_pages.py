"""People at the pages of a running server: they look, do what is offered, and after a lost answer look again."""

import http.client
import io
import random
import re
import threading
from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

import lxml.html
from PIL import Image

from tests.people import PASSWORD

LOST = (OSError, http.client.HTTPException)  # the server was killed, or is not there yet
BOUNDARY = "------------------------liandu"
JPEG = ".jpg"


class Answer:
    """What came back: status, page, and where it sent us."""

    def __init__(self, status: int, text: str, location: str) -> None:
        self.status, self.text, self.location = status, text, location
        self._tree: Any = None

    @property
    def tree(self) -> Any:
        if self._tree is None:
            self._tree = lxml.html.document_fromstring(self.text)
        return self._tree

    def leads(self, pattern: str) -> list[str]:
        """Return the addresses of links and forms that match."""
        found = [*self.tree.xpath("//a/@href"), *self.tree.xpath("//form/@action"), *self.tree.xpath("//@formaction")]
        return sorted({one for one in found if re.fullmatch(pattern, one)})

    def form(self, action: str = "") -> dict[str, list[str]] | None:
        """Return what a form (by its action, else the first with a text or file to fill in) would send as it stands."""
        for form in self.tree.forms:
            if (form.get("method") or "").lower() != "post" or (
                action and not (form.get("action") or "").endswith(action)
            ):
                continue
            if (
                not action
                and (form.get("action") or "") not in {"", "."}
                and not form.xpath(".//textarea|.//input[@type='file']")
            ):
                continue
            sent: dict[str, list[str]] = {}
            for name, value in form.form_values():
                sent.setdefault(name, []).append(value)
            if identity := form.get("id"):
                for box in self.tree.xpath(f"//input[@form='{identity}'][@type='checkbox']"):
                    sent.setdefault(f"~{box.get('name')}", []).append(box.get("value"))
            return sent
        return None

    def boxes(self, name: str) -> list[str]:
        return self.tree.xpath(f"//input[@type='checkbox'][@name='{name}']/@value")


class Browser:
    """One person's browser."""

    def __init__(self, address: str, login: str) -> None:
        self.address, self.login, self.cookies = address, login, {}

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answer:
        place = urlsplit(path)
        connection = http.client.HTTPConnection(self.address, timeout=30)
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()), "Connection": "close"}
        headers |= {"Content-Type": kind} if kind else {}
        try:
            connection.request(method, place.path + (f"?{place.query}" if place.query else ""), body or None, headers)
            came = connection.getresponse()
            for line in came.headers.get_all("Set-Cookie") or ():
                key, _equals, value = line.partition(";")[0].partition("=")
                self.cookies[key] = value
            return Answer(came.status, came.read().decode("utf-8", "replace"), came.headers.get("Location", ""))
        finally:
            connection.close()

    def open(self, path: str) -> Answer:
        answer = self.ask("GET", path)
        if answer.status == 302 and "sign-in" in answer.location:
            self.sign_in()
            answer = self.ask("GET", path)
        return answer

    def sign_in(self) -> None:
        self.ask("GET", "/sign-in/")
        self.send("/sign-in/", {"login": self.login, "password": PASSWORD})

    def send(self, path: str, sent: dict[str, Any], *, file: tuple[str, bytes] | None = None) -> Answer:
        sent = {key: value for key, value in sent.items() if not key.startswith("~")}
        sent["csrfmiddlewaretoken"] = self.cookies.get("csrftoken", "")
        if file is None:
            body, kind = urlencode(sent, doseq=True).encode(), "application/x-www-form-urlencoded"
        else:
            body, kind = _multipart(sent, file), f"multipart/form-data; boundary={BOUNDARY}"
        return self.ask("POST", path, body, kind)


def _multipart(sent: dict[str, Any], file: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    for key, values in sent.items():
        for value in values if isinstance(values, list) else [values]:
            out.write(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode())
    name, content = file
    out.write(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'.encode())
    out.write(b"Content-Type: application/octet-stream\r\n\r\n" + content + f"\r\n--{BOUNDARY}--\r\n".encode())
    return out.getvalue()


def a_photograph(chance: random.Random) -> bytes:
    """Return a small picture that nobody sent before."""
    out = io.BytesIO()
    Image.frombytes("RGB", (64, 48), chance.randbytes(64 * 48 * 3)).save(out, "JPEG")
    return out.getvalue()


class Worker(threading.Thread):
    """A person who works: looks at a page, does one of the things it offers, and counts what was confirmed."""

    def __init__(self, house: Any, login: str, lists: tuple[str, ...], seed: int) -> None:
        super().__init__(daemon=True, name=login)
        self.house, self.lists = house, lists
        self.browser, self.chance = Browser(house.address, login), random.Random(seed)
        self.stopped = threading.Event()
        self.confirmed: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.faults: list[str] = []
        self.lost = 0

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                self.one_thing()
            except LOST:
                self.lost += 1
                self.stopped.wait(0.1)

    def one_thing(self) -> None:
        """Look at a page and do one thing that it offers."""
        start = self.chance.choice([*self.lists, *[f"/items/{pk}/" for pk in self.chance.sample(self.house.items, 2)]])
        page = self.look(start)
        if page is None:
            return
        offered = {act: leads for act, (pattern, _do) in OFFERS.items() if (leads := page.leads(pattern))}
        if not offered:
            self.stopped.wait(0.05)
            return
        act = self.chance.choice(list(offered))
        lead = self.chance.choice(offered[act])
        OFFERS[act][1](self, page, lead, act)

    def look(self, path: str) -> Answer | None:
        page = self.browser.open(path)
        if page.status >= 500:
            self.faults.append(f"{self.name}: GET {path} answers {page.status}")
        return page if page.status == 200 else None

    def send(self, act: str, path: str, sent: dict[str, Any], **more: Any) -> None:
        """Send a form; what the server confirms (by sending us on) is counted, what it refuses too."""
        answer = self.browser.send(path, sent, **more)
        if answer.status >= 500:
            self.faults.append(f"{self.name}: {act} at {path} answers {answer.status}")
        (self.confirmed if answer.status == 302 else self.refused)[act] += 1

    def fill(self, path: str, act: str, *, file: bool = False, **words: Any) -> None:
        """Open a page with one form, fill it in and send it."""
        page = self.look(path)
        form = page.form() if page is not None else None
        if form is None:
            return
        content = ("现场照片" + JPEG, a_photograph(self.chance)) if file else None
        self.send(act, path, {**form, **words}, **({"file": content} if content else {}))


# ---- what pages offer, and how it is done


def _press(worker: Worker, page: Answer, lead: str, act: str) -> None:
    worker.send(act, lead, page.form(lead) or {})


def _acknowledge_all(worker: Worker, page: Answer, lead: str, act: str) -> None:
    keys = page.boxes("item")
    if keys:
        worker.send(act, "/items/acknowledge/", {"item": worker.chance.sample(keys, min(3, len(keys))), "reason": ""})


def _write_plan(worker: Worker, page: Answer, lead: str, act: str) -> None:
    day = worker.house.today.isoformat()
    words = {
        "goal": "全部有据可查",
        "leader": "张副校长",
        "department": "资产处",
        "person": "刘文静",
        "kind": "by_date",
    }
    words |= {"due_on": day, "task-0-what": "补齐验收记录", "task-0-measure-0-what": f"逐份补齐（{day}）"}
    worker.fill(lead, act, **words, **{"task-0-measure-0-owner": "周敏", "task-0-measure-0-due_on": day})


def _submit(worker: Worker, page: Answer, lead: str, act: str) -> None:
    found = worker.look(lead)
    form = found.form() if found is not None else None
    if found is not None and form is None and found.boxes("item"):
        form = next(
            (dict.fromkeys(["edition"], found.tree.xpath("//input[@name='edition']/@value")) for _ in "1"), None
        )
    if found is not None and form is not None and found.boxes("item"):
        worker.send(act, lead, {**form, "item": found.boxes("item")})


def _review(worker: Worker, page: Answer, lead: str, act: str) -> None:
    if keys := page.boxes("item"):
        verdict = "return" if worker.chance.random() < 0.15 else "approve"
        chosen = worker.chance.sample(keys, max(1, len(keys) // 2))
        worker.send(act, lead, {"item": chosen, "outcome": verdict, "opinion": "请按审核意见办。"})


def _report(worker: Worker, page: Answer, lead: str, act: str) -> None:
    found = worker.look(lead)
    form = found.form() if found is not None else None
    if found is not None and form is not None:
        sent = {"on": worker.house.today.isoformat(), "text": "已逐份补齐。", "done": found.boxes("done")}
        worker.send(act, lead, {**form, **sent})


def _fill(words: dict[str, Any], *, file: bool = False) -> Any:
    def fill(worker: Worker, page: Answer, lead: str, act: str) -> None:
        today = worker.house.today
        said = {key: today.isoformat() if value is date else value for key, value in words.items()}
        worker.fill(lead, act, file=file, **said)

    return fill


def _seldom(share: float, do: Any) -> Any:
    def perhaps(worker: Worker, page: Answer, lead: str, act: str) -> None:
        if worker.chance.random() < share:
            do(worker, page, lead, act)

    return perhaps


def _extend(worker: Worker, page: Answer, lead: str, act: str) -> None:
    found = worker.look(lead)
    form = found.form() if found is not None else None
    if form is not None:
        until = date.fromordinal(worker.house.today.toordinal() + worker.chance.randint(10, 60))
        worker.send(act, lead, {**form, "until": until.isoformat(), "reason": "设备到货晚。"})


def _sign(worker: Worker, page: Answer, lead: str, act: str) -> None:
    found = worker.look(lead)
    if found is None or (form := found.form("/sign/")) is None:
        return
    opinions = found.tree.xpath("//button[@name='opinion']/@value")
    if not opinions:
        return
    opinion = "agree" if "agree" in opinions and worker.chance.random() < 0.85 else worker.chance.choice(opinions)
    worker.send(act, f"{lead}sign/", {**form, "opinion": opinion, "text": "看过。"})


def _sign_many(worker: Worker, page: Answer, lead: str, act: str) -> None:
    if keys := page.boxes("request"):
        worker.send(act, lead, {"request": keys, "text": "一并同意。"})


def _confirm(worker: Worker, page: Answer, lead: str, act: str) -> None:
    found = worker.look(lead)
    if found is not None and (form := found.form("/confirm/")) is not None:
        worker.send(act, f"{lead}confirm/", form)


def _take_back(worker: Worker, page: Answer, lead: str, act: str) -> None:
    worker.send(act, lead, {"reason": "补充"})


def _open_more(worker: Worker, page: Answer, lead: str, act: str) -> None:
    if keys := page.boxes("finding"):
        worker.send(act, lead, {"finding": worker.chance.sample(keys, min(2, len(keys))), "reason": "先行立账"})


N = r"\d+"
OFFERS: dict[str, tuple[str, Any]] = {
    "acknowledge": (rf"/items/{N}/acknowledge/", _press),
    "acknowledge all": (r"/items/acknowledge/|/ledgers/findings/", _acknowledge_all),
    "write plan": (rf"/items/{N}/plan/", _seldom(0.4, _write_plan)),
    "submit": (rf"/items/plans/{N}/submit/", _submit),
    "review": (rf"/items/plans/{N}/review/", _review),
    "take back plan": (rf"/items/plans/{N}/take-back/", _seldom(0.1, _take_back)),
    "report": (rf"/items/{N}/report/", _report),
    "attach": (rf"/items/{N}/attach/", _fill({"kind": "photo", "effective_on": date}, file=True)),
    "request": (rf"/items/{N}/request/", _fill({"statement": "已按方案整改到位。"})),
    "take back request": (rf"/items/requests/{N}/take-back/", _seldom(0.2, _fill({"reason": "补充材料。"}))),
    "extend": (rf"/items/{N}/extend/", _seldom(0.3, _extend)),
    "decide": (rf"/items/extensions/{N}/decide/", _fill({"granted": "yes", "answer": "同意。"})),
    "sign": (rf"/supervision/requests/{N}/", _sign),
    "sign many": (r"/supervision/sign/", _sign_many),
    "reopen": (rf"/supervision/items/{N}/reopen/", _seldom(0.6, _fill({"kind": "relapse", "reason": "反弹。"}))),
    "confirm": (rf"/supervision/reopenings/{N}/", _confirm),
    "open": (rf"/items/opening/{N}/unsigned/", _open_more),
}  # fmt: skip

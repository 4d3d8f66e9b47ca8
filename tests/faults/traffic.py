"""What people do all the time: each in a thread of their own, with the forms that the pages give them."""

import random
import string
import threading
import time
from datetime import UTC, datetime, timedelta

from tests.faults.people import GivenUp, Person


class Traffic:
    def __init__(self, system, journal, cases, rng):
        self.system, self.journal, self.cases = system, journal, cases
        self.over, self.signatures, self.signed = threading.Event(), 1, []
        lanes = {
            "worker": self._registers, "support": self._writes, "manager": self._signs, "doctor": self._answers,
        }  # fmt: skip
        self.people = {key: Person(system, journal, key, random.Random(rng.random())) for key in lanes}
        self.threads = [
            threading.Thread(target=self._lane, args=(self.people[key], does), name=key)
            for key, does in lanes.items()
        ]

    def begin(self):
        for thread in self.threads:
            thread.start()

    def end(self):
        """Everybody ends what they are at."""
        self.over.set()
        for thread in self.threads:
            thread.join()

    def ask_for_signature(self):
        """One more record is signed, as soon as the chair comes to it: it makes a PDF, and several mails."""
        self.signatures += 1

    def _lane(self, person, does):
        try:
            person.sign_in()
            while not self.over.is_set():
                self._once(does, person)
                time.sleep(0.25)  # the pace of a person: traffic, and no load test
        except Exception as fault:
            self.journal.odd.append(f"{person.key} stopped: {type(fault).__name__}: {fault}")

    def _once(self, does, person):
        try:
            does(person)
        except GivenUp as given_up:
            self.journal.odd.append(str(given_up))

    def _mark(self, person):
        return "".join(person.rng.choices(string.ascii_lowercase, k=14)).capitalize()

    # --- social worker: children ----------------------------------------------------
    def _registers(self, person):
        mark = self._mark(person)
        page = person.open("/children/new/")
        form = page.form("/children/new/") | {
            "given_names": "Fault", "family_name": mark, "born_on_day": "3", "born_on_month": "5",
            "born_on_year": "2019", "sex": "F", "not_the_same": "yes",
        }  # fmt: skip
        person.send(self.journal.add("child", mark, person.key), "/children/new/", form)

    # --- note taker: typing, sections, actions -----------------------------------------
    def _writes(self, person):
        ref, text = self.cases["held"], ""
        path = f"/records/{ref}/reason/"
        form = person.open(path).form(path)
        for _ in range(3):
            text += " " + self._mark(person)
            typed = form | {"trigger": f"Typed{text}"}
            entry = self.journal.add("typing", text.split()[-1], person.key)
            person.send(entry, f"/records/{ref}/reason/draft/", typed, headers={"HX-Request": "true"})
        if f"Typed{text}" not in person.open(path).text:
            self.journal.odd.append(f"{person.key}: what was typed is gone: {text}")
        person.send(self.journal.add("section", text.split()[-1], person.key), path, typed | {"next": "stay"})
        self._agrees_action(person, ref)

    def _agrees_action(self, person, ref):
        mark, to = self._mark(person), f"/discussions/{ref}/actions/"
        page, day = person.open(f"/records/{ref}/actions/"), datetime.now(UTC) + timedelta(days=9)  # noqa: TID251
        owners = page.tree.xpath("//select[@name='owner']/option[contains(., 'Fable')]/@value")
        form = page.form(to) | {
            "what": mark, "owner": owners[0], "due_on_day": day.day, "due_on_month": day.month,
            "due_on_year": day.year,
        }  # fmt: skip
        person.send(self.journal.add("action", mark, person.key), to, form)

    # --- chair: signs, and takes the PDF ------------------------------------------------
    def _signs(self, person):
        if self.signed and person.rng.random() < 0.3:
            self._downloads(person, f"/records/{person.rng.choice(self.signed)}/versions/record/1.pdf")
        if len(self.signed) >= min(self.signatures, len(self.cases["to_sign"])):
            time.sleep(0.2)
            return
        ref = self.cases["to_sign"][len(self.signed)]
        path = f"/discussions/{ref}/sign/"
        form = person.open(path).form(path) | {"password": "demonstration only"}
        person.send(self.journal.add("signature", ref, person.key), path, form)
        self.signed.append(ref)

    def _downloads(self, person, path):
        entry = self.journal.add("PDF", path, person.key)
        assert person.open_file(path).startswith(b"%PDF-")
        entry.accepted = True

    # --- partner: acknowledges, does actions with evidence -----------------------------------
    def _answers(self, person):
        for path in person.open("/shared/").links(r"/shared/[0-9a-f-]+/")[:1]:
            page = person.open(path)
            if page.has_form(to := f"{path}acknowledge/"):
                entry = self.journal.add("acknowledgement", path, person.key)
                person.send(entry, to, page.form(to), overtaken="A newer version has taken its place")
                self._downloads(person, f"{path}record.pdf")
        for path in person.open("/actions/").links(r"/actions/[0-9a-f-]+/")[:1]:
            page, mark = person.open(path), self._mark(person)
            form = page.form(to := f"{path}complete/") | {"outcome": mark}
            file = {"evidence": ("report.txt", f"Evidence of {mark}.\n".encode())}
            person.send(self.journal.add("evidence", mark, person.key), to, form, files=file)

import argparse
import json
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from agencies.models import Partnership
from deadlines.calendar import AmbiguousTime, Calendar, OutOfRange, calendar_with, in_london
from deadlines.explain import Explanation, explain
from deadlines.timescales import TIMESCALES, Timescale, Unit, rule_for
from deadlines.workflow import calendar_of


class Command(BaseCommand):
    help = "When is it due? Prints the moment, then why, one line a skipped day."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("start", help="ISO 8601; without an offset it is London's time")
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--working-days", type=int)
        how.add_argument("--hours", type=int)
        how.add_argument("--days", type=int)
        how.add_argument("--same-day", action="store_true")
        how.add_argument("--timescale", metavar="CODE")
        parser.add_argument("--partnership", help="by name; needed when there are several")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        partnership = _partnership(options["partnership"])
        rule = _rule(options, partnership)
        calendar = calendar_of(partnership.pk, statutory=rule.statutory) if partnership else calendar_with()
        found = _explained(options["start"], rule, calendar)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found), indent=2))
            return
        self.stdout.write(found.due.isoformat(timespec="seconds"))
        for line in found.lines():
            self.stdout.write(line)


def _partnership(name: str | None) -> Partnership | None:
    try:
        if name:
            return Partnership.objects.get(name__iexact=name)
        return Partnership.objects.order_by("pk").first()
    except Partnership.DoesNotExist:
        raise CommandError(f"There is no partnership “{name}”.") from None
    except DatabaseError:
        return None  # not migrated yet: the national calendar and the default lengths


def _rule(options: dict[str, Any], partnership: Partnership | None) -> Timescale:
    if code := options["timescale"]:
        if code not in TIMESCALES:
            raise CommandError(f"No timescale “{code}”. There are: {', '.join(TIMESCALES)}.")
        rule = rule_for(code, partnership.pk) if partnership else TIMESCALES[code]
        if rule.unit == Unit.DATE:
            raise CommandError(f"The date of “{code}” is set by a person.")
        return rule
    for option, unit in (
        ("working_days", Unit.WORKING_DAYS),
        ("hours", Unit.HOURS),
        ("days", Unit.DAYS),
    ):
        if (length := options[option]) is not None:
            if length < 1:
                raise CommandError("Give a length of at least 1.")
            return Timescale("", "", "", "", unit, "", "", length)
    return Timescale("", "", "", "", Unit.SAME_DAY, "", "")


def _explained(start: str, rule: Timescale, calendar: Calendar) -> Explanation:
    try:
        moment = in_london(datetime.fromisoformat(start))
        return explain(calendar, moment, rule.length, rule.unit, rule=rule.in_words, source=rule.source)
    except (AmbiguousTime, OutOfRange) as fault:
        raise CommandError(str(fault)) from None
    except (ValueError, OverflowError):
        raise CommandError(f"“{start}” is not a moment like 2026-12-18T15:00.") from None


def _as_json(found: Explanation) -> dict[str, Any]:
    def day(d: date) -> str:
        return d.isoformat()

    return {
        "due": found.due.isoformat(timespec="seconds"),
        "start": found.start.isoformat(timespec="seconds"),
        "rule": found.rule,
        "source": found.source,
        "in_words": found.in_words,
        "counted": [day(d.day) for d in found.days if not d.skipped],
        "skipped": [{"day": day(d.day), "why": d.skipped} for d in found.skipped],
    }

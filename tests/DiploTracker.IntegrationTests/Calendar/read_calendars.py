"""Reads calendar files with two parsers of other makers and prints one JSON line for each event and parser.

Needed: python3-icalendar and python3-vobject (Debian), or icalendar and vobject.
"""
import json
import sys

import icalendar
import vobject


def text(moment):
    return None if moment is None else moment.isoformat()


def by_icalendar(data):
    for event in icalendar.Calendar.from_ical(data).walk("VEVENT"):
        end = event.get("DTEND")
        yield {
            "uid": str(event["UID"]), "sequence": int(event["SEQUENCE"]), "status": str(event["STATUS"]),
            "start": text(event["DTSTART"].dt), "end": text(end.dt if end else None), "transparency": str(event["TRANSP"]),
            "location": str(event["LOCATION"]) if "LOCATION" in event else None, "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]),
        }


def by_vobject(data):
    for calendar in vobject.readComponents(data.decode("utf-8"), validate=True):
        for event in calendar.contents.get("vevent", []):
            yield {
                "uid": event.uid.value, "sequence": int(event.sequence.value), "status": event.status.value,
                "start": text(event.dtstart.value), "end": text(event.dtend.value) if hasattr(event, "dtend") else None,
                "transparency": event.transp.value, "location": event.location.value if hasattr(event, "location") else None,
                "summary": event.summary.value, "description": event.description.value,
            }


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        data = file.read()
    for parser in by_icalendar, by_vobject:
        for event in parser(data):
            print(json.dumps({"file": path, "parser": parser.__name__, **event}))

"""Reads a calendar file with the library icalendar: a second opinion in JSON."""
import json
import sys

from icalendar import Calendar

calendar = Calendar.from_ical(open(sys.argv[1], "rb").read())


def text(component, name):
    value = component.get(name)
    return None if value is None else str(value)


def moment(component, name):
    value = component.get(name)
    return None if value is None else value.dt.isoformat()


print(
    json.dumps(
        {
            "version": text(calendar, "version"),
            "method": text(calendar, "method"),
            "product": text(calendar, "prodid"),
            "errors": [list(map(str, error)) for part in calendar.walk() for error in part.errors],
            "entries": [
                {
                    "uid": text(event, "uid"),
                    "sequence": int(event["sequence"]),
                    "status": text(event, "status"),
                    "summary": text(event, "summary"),
                    "description": text(event, "description"),
                    "place": text(event, "location"),
                    "url": text(event, "url"),
                    "organizer": text(event, "organizer"),
                    "stamp": moment(event, "dtstamp"),
                    "start": moment(event, "dtstart"),
                    "end": moment(event, "dtend"),
                    "free": text(event, "transp") == "TRANSPARENT",
                }
                for event in calendar.walk("vevent")
            ],
        }
    )
)

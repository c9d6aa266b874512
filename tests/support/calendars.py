"""Reads a calendar with two libraries and prints, as JSON, when each says its events begin, in UTC."""
import json
import sys
from datetime import timezone

import icalendar
import vobject

text = sys.stdin.buffer.read().decode()


def utc(times):
    return sorted(time.astimezone(timezone.utc).isoformat() for time in times)


parsed = icalendar.Calendar.from_ical(text)
whole = vobject.readOne(text)
whole.validate(raiseException=True)
print(json.dumps({
    "icalendar": utc(event.decoded("dtstart") for event in parsed.walk("VEVENT")),
    "vobject": utc(event.dtstart.value for event in whole.vevent_list),
}))

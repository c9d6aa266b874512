"""Reads calendars with two libraries, and letters with the one for mail; prints as JSON what each found.

Takes {"calendars": [text…], "letters": [text…]}, where letters are messages as they go over the wire. Answers
{"objects": [text…], "icalendar": […], "vobject": […]}: every calendar object, and for each what stands in it.
"""
import email
import email.policy
import json
import sys
from datetime import timezone

import icalendar
import vobject


def utc(time):
    return time.astimezone(timezone.utc).isoformat()


def objects_of(letter):
    message = email.message_from_string(letter, policy=email.policy.default)
    bodies = [part for part in message.walk() if part.get_content_type() == "multipart/alternative"]
    assert len(bodies) == 1, "one body"
    last = list(bodies[0].iter_parts())[-1]
    found = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert not found or found[0] is last, "the first object is the last form of the body"
    for part in found:
        text = part.get_content()
        method = part["content-type"].params["method"]
        assert f"METHOD:{method}\r\n" in text.replace("\r\r", "\r"), "the method is the same inside and outside"
        yield text


def with_icalendar(text):
    calendar = icalendar.Calendar.from_ical(text)
    for event in calendar.walk("VEVENT"):
        attendees = event.get("attendee", [])
        attendees = attendees if isinstance(attendees, list) else [attendees]
        yield {
            "method": str(calendar["method"]), "uid": str(event["uid"]), "sequence": int(event["sequence"]),
            "status": str(event["status"]), "start": utc(event.decoded("dtstart")), "end": utc(event.decoded("dtend")),
            "summary": str(event["summary"]), "organizer": str(event["organizer"]), "attendees": [str(one) for one in attendees],
        }


def with_vobject(text):
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    for event in getattr(calendar, "vevent_list", []):
        yield {
            "method": calendar.method.value, "uid": event.uid.value, "sequence": int(event.sequence.value),
            "status": event.status.value, "start": utc(event.dtstart.value), "end": utc(event.dtend.value),
            "summary": event.summary.value, "organizer": event.organizer.value,
            "attendees": [one.value for one in getattr(event, "attendee_list", [])],
        }


given = json.load(sys.stdin)
objects = given["calendars"] + [text for letter in given["letters"] for text in objects_of(letter)]
print(json.dumps({
    "objects": objects,
    "icalendar": [list(with_icalendar(text)) for text in objects],
    "vobject": [list(with_vobject(text)) for text in objects],
}))

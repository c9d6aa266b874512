"""Leads the generated calls to things that exist; made-up ids alone would test little more than "not found"."""

import atexit
import collections
import itertools
import json
import os
import urllib.request
import zlib

import schemathesis

ORIGIN = os.environ["POSTUP_ORIGIN"]
FINDERS = os.environ["POSTUP_FINDERS"].split()


def get(path, token):
    request = urllib.request.Request(f"{ORIGIN}/api/v1{path}", headers={"authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def ids(things, name="id"):
    return [thing[name] for thing in things]


def find():
    """What there is of every noun, by the first part of its path."""
    manager, admin = FINDERS
    known = {noun: ids(get(f"/{noun}?limit=40", manager)) for noun in ("programs", "courses", "cohorts", "organizations")}
    known["territories"] = ids(get("/territories?limit=40", manager), "code")
    # Those who sign in themselves must be able to after this.
    people = [one for one in get("/people?limit=40", admin) if not one["email"].endswith("@demo.test")]
    known["people"] = ids(people)
    known["enrollments"], known["sessions"], known["certificates"] = [], [], []
    for cohort in known["cohorts"]:
        known["sessions"] += ids(get(f"/cohorts/{cohort}/sessions", manager))[:3]
        known["enrollments"] += ids(get(f"/cohorts/{cohort}/enrollments?limit=3", manager))
        known["certificates"] += ids(get(f"/cohorts/{cohort}/certificates?limit=2", manager))
    known["notifications"] = ids(get("/notifications?limit=40", admin))
    return {noun: sorted(things) for noun, things in known.items() if things}


KNOWN = find()
ADDRESS = itertools.count(1)
ANSWERS = collections.Counter()
SUCCEEDED = set()
# Which noun a field of a body speaks of.
FIELDS = {
    "person_id": "people",
    "organization_id": "organizations",
    "enrollment_id": "enrollments",
    "cohort_id": "cohorts",
    "course_id": "courses",
    "program_id": "programs",
    "territory": "territories",
}


def one_of(noun, seed):
    """A thing of the noun, or nothing for one call in five; the same for the same seed."""
    number = zlib.crc32(repr(seed).encode())
    return None if number % 5 == 0 else KNOWN[noun][number % len(KNOWN[noun])]


def lead(value):
    """Puts existing things into the fields of a body that speak of some."""
    if isinstance(value, list):
        return [lead(one) for one in value]
    if not isinstance(value, dict):
        return value
    led = {}
    for name, one in value.items():
        noun = FIELDS.get(name)
        known = one_of(noun, one) if noun in KNOWN and isinstance(one, str) else None
        led[name] = known or lead(one)
    return led


@schemathesis.hook
def before_call(context, case, kwargs):
    number = next(ADDRESS)
    case.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    parts = case.operation.path.split("/")
    for name, made_up in list((case.path_parameters or {}).items()):
        place = parts.index(f"{{{name}}}") if f"{{{name}}}" in parts else 0
        noun = parts[place - 1]
        if noun in KNOWN and (known := one_of(noun, (made_up, case.operation.label))):
            case.path_parameters[name] = known
    if "If-Match" in case.headers and number % 4:
        case.headers["If-Match"] = f'"{number % 3 + 1}"'
    if isinstance(case.body, (dict, list)):
        case.body = lead(case.body)


@schemathesis.hook
def after_call(context, case, response):
    ANSWERS[response.status_code] += 1
    if response.status_code < 400:
        SUCCEEDED.add(case.operation.label)


@atexit.register
def tell():
    """How deep the calls went: a pass that only meets refusals shows little."""
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(ANSWERS.items()))
    print(f"Answers: {answers}; {len(SUCCEEDED)} operations succeeded at least once")

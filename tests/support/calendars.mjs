// Reads calendar objects, a JSON array of texts, with ical.js from the folder that is named; prints what stands in each.
// Times are told by the VTIMEZONE of the object itself: the library knows no zones of its own.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const ICAL = createRequire(`${process.argv[2]}/here.js`)("ical.js");
const utc = (time) => new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "+00:00");

const read = (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((event) => {
    const value = (name) => event.getFirstPropertyValue(name);
    return {
      method: calendar.getFirstPropertyValue("method"), uid: value("uid"), sequence: value("sequence"),
      status: value("status"), start: utc(value("dtstart")), end: utc(value("dtend")),
      summary: value("summary"), organizer: value("organizer"),
      attendees: event.getAllProperties("attendee").map((one) => one.getFirstValue()),
    };
  });
};

const objects = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(objects.map(read)));

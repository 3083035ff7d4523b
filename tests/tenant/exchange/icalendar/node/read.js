// Reads a calendar object with ical.js (Thunderbird's, Nextcloud's), from a file; prints what it says of its events.
const fs = require("node:fs");
const found = require("ical.js");

const ICAL = found.default ?? found;
const component = new ICAL.Component(ICAL.parse(fs.readFileSync(process.argv[2], "utf8")));
for (const zone of component.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const events = component.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
const series = events.find((event) => !event.isRecurrenceException());
const days = series.iterator();
const starts = [];
for (let day = days.next(); day && starts.length < 100; day = days.next()) {
  starts.push(series.getOccurrenceDetails(day).startDate.toJSDate().toISOString());
}
console.log(JSON.stringify({
  method: component.getFirstPropertyValue("method"),
  summaries: events.map((event) => event.summary),
  organizer: series.organizer,
  attendees: series.attendees.map((one) => [one.getFirstValue(), one.getParameter("partstat")]),
  location: series.location,
  starts,
}));

// What ical.js sees of a calendar on standard input, as JSON.
const read = require("ical.js");
const ICAL = read.default || read;
const calendar = new ICAL.Component(ICAL.parse(require("fs").readFileSync(0, "utf8")));
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  const categories = component.getFirstProperty("categories");
  return {
    uid: event.uid,
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    summary: event.summary,
    description: event.description,
    categories: categories ? categories.getValues() : [],
  };
});
process.stdout.write(JSON.stringify(events));

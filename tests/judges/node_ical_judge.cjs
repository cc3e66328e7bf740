// What node-ical sees of a calendar on standard input, as JSON. Run with TZ=UTC: it reads dates in local time.
const ical = require("node-ical");
const seen = ical.sync.parseICS(require("fs").readFileSync(0, "utf8"));
const when = (moment) => {
  const iso = moment.toISOString();
  return moment.dateOnly ? iso.slice(0, 10) : iso.replace(".000Z", "Z");
};
const events = Object.values(seen)
  .filter((each) => each.type === "VEVENT")
  .map((event) => ({
    uid: event.uid,
    start: when(event.start),
    end: when(event.end),
    summary: event.summary || "",
    description: event.description || "",
    categories: null, // it leaves their escapes as they are
  }));
process.stdout.write(JSON.stringify(events));

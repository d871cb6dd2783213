// Expands calendars with ical.js: one JSON object {name, ics} a line in, one
// {name, occurrences} a line out. An occurrence is {uid, start, end, status,
// day}: seconds since 1970, end null if there is none; or the day alone.
import { createInterface } from 'node:readline'
import ICAL from 'ical.js'

function expand (ics) {
  const calendar = new ICAL.Component(ICAL.parse(ics))
  ICAL.TimezoneService.reset()
  for (const zone of calendar.getAllSubcomponents('vtimezone')) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  }
  const events = calendar.getAllSubcomponents('vevent')
  const overrides = events.filter(e => e.hasProperty('recurrence-id'))
  const occurrences = []
  const add = (event, start, end) => {
    const component = event.component
    const occurrence = { uid: event.uid, status: component.getFirstPropertyValue('status'), summary: event.summary }
    if (start.isDate) {
      occurrence.day = start.toString()
    } else {
      occurrence.start = start.toUnixTime()
      occurrence.end = component.hasProperty('dtend') || component.hasProperty('duration') ? end.toUnixTime() : null
    }
    occurrences.push(occurrence)
  }
  for (const master of events.filter(e => !e.hasProperty('recurrence-id'))) {
    const uid = master.getFirstPropertyValue('uid')
    const event = new ICAL.Event(master, {
      strictExceptions: true,
      exceptions: overrides.filter(o => o.getFirstPropertyValue('uid') === uid)
    })
    if (!event.isRecurring()) {
      add(event, event.startDate, event.endDate)
      continue
    }
    const used = new Set()
    const dates = event.iterator()
    for (let next = dates.next(); next; next = dates.next()) {
      const { item, startDate, endDate } = event.getOccurrenceDetails(next)
      if (item !== event) used.add(item.component)
      add(item, startDate, endDate)
    }
    for (const o of overrides) {
      if (o.getFirstPropertyValue('uid') === uid && !used.has(o)) throw new Error('an override of no occurrence of ' + uid)
    }
  }
  return occurrences
}

for await (const line of createInterface({ input: process.stdin })) {
  const { name, ics } = JSON.parse(line)
  let answer
  try {
    answer = { name, occurrences: expand(ics) }
  } catch (error) {
    answer = { name, error: String(error) }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}

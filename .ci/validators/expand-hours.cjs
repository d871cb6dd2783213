// Evaluates opening_hours with opening_hours.js, in the time zone of TZ: one JSON
// object {name, text, country, from, to} a line in (from and to as local times,
// "2026-12-07T00:00"), one {name, spans, holidays} a line out. A span is
// "2026-12-07 12:00 - 2026-12-07 17:00 open" or "... unknown".
const { createInterface } = require('node:readline')
const OpeningHours = require('opening_hours')

const two = n => String(n).padStart(2, '0')
const local = d => `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`

function spans (text, country, from, to) {
  const where = { lat: 52, lon: 6, address: { country_code: country.toLowerCase(), state: '' } }
  const joined = []
  for (const [start, end, isUnknown] of new OpeningHours(text, where).getOpenIntervals(new Date(from), new Date(to))) {
    const state = isUnknown ? 'unknown' : 'open'
    const last = joined[joined.length - 1]
    if (last && last.state === state && +last.end === +start) last.end = end
    else joined.push({ start, end, state })
  }
  return joined.map(s => `${local(s.start)} - ${local(s.end)} ${s.state}`)
}

createInterface({ input: process.stdin }).on('line', line => {
  const { name, text, country, from, to } = JSON.parse(line)
  const answer = { name }
  try {
    answer.spans = spans(text, country, from, to)
  } catch (error) {
    answer.error = String(error)
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
})

// PATIENCE is how long an answer may take, in milliseconds, before the widget
// helps without it.
const PATIENCE = 12000;

// Trouble is an answer that is none: status 0 where the server was not
// reached. field names what the server would not read.
class Trouble extends Error {
  constructor(status, field) {
    super('walkin ' + status);
    this.status = status;
    this.field = field || '';
  }
}

// server asks the API at a base. What a person typed and where they stand go
// in bodies only; nothing says who asks or from which page, and nothing is
// kept.
export function server(base) {
  const ask = async (path, body, signal) => {
    if (!base) throw new Trouble(0);
    const ends = new AbortController();
    const end = () => ends.abort();
    const timer = setTimeout(end, PATIENCE);
    if (signal) {
      if (signal.aborted) end();
      signal.addEventListener('abort', end);
    }
    const how = { mode: 'cors', credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', signal: ends.signal };
    if (body) {
      how.method = 'POST';
      how.cache = 'no-store';
      how.headers = { 'Content-Type': 'application/json' };
      how.body = JSON.stringify(body);
    }
    try {
      const answer = await fetch(base + path, how);
      const said = await answer.json();
      if (!answer.ok) throw new Trouble(answer.status, said.errors && said.errors[0] && said.errors[0].pointer);
      return said;
    } catch (trouble) {
      if (trouble instanceof Trouble) throw trouble;
      throw new Trouble(0);
    } finally {
      clearTimeout(timer);
      if (signal) signal.removeEventListener('abort', end);
    }
  };
  return {
    search: (question, signal) => ask('/v1/search', question, signal),
    suggest: (question, signal) => ask('/v1/suggest', question, signal),
    places: (question, signal) => ask('/v1/places', question, signal),
    topic: (id, signal) => ask('/v1/topics/' + encodeURIComponent(id), undefined, signal),
    helplines: (country, signal) => ask('/v1/helplines?group=crisis_general&country=' + country, undefined, signal),
  };
}

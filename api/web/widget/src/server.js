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
    async search(question, signal) {
      const said = await ask('/v1/search', question, signal);
      if (!said || !(Array.isArray(said.results) || said.crisis)) throw new Trouble(0);
      const query = said.query || {};
      return Object.assign({}, said, {
        query: Object.assign({}, query, { topics: each(query.topics) }),
        results: each(said.results).filter(r => r.id && r.title), relaxed: each(said.relaxed),
        total: Number(said.total) || 0, lines: helped(said.lines), crisis: inNeed(said.crisis),
      });
    },
    async suggest(question, signal) {
      const said = await ask('/v1/suggest', question, signal);
      return { suggestions: each(said.suggestions), crisis: inNeed(said.crisis) };
    },
    async places(question, signal) {
      const said = await ask('/v1/places', question, signal);
      return { places: each(said.places), crisis: inNeed(said.crisis) };
    },
    topic: id => ask('/v1/topics/' + encodeURIComponent(id)),
    async helplines(country) {
      const said = await ask('/v1/helplines?group=crisis_general&country=' + country);
      return { helplines: helped(said.helplines) };
    },
    // Nothing is said to a vote, and nobody is told that theirs was lost.
    vote: said => ask('/v1/votes', said).catch(() => {}),
  };
}

// What comes is taken as it is only where it is what the contract says: behind
// a broken proxy anything may answer.
function each(list) {
  return Array.isArray(list) ? list.filter(one => one && typeof one === 'object') : [];
}

function helped(list) {
  return each(list).map(h => Object.assign({}, h, { lines: each(h.lines), groups: Array.isArray(h.groups) ? h.groups : [] }));
}

function inNeed(said) {
  return said ? Object.assign({}, said, { helplines: helped(said.helplines) }) : undefined;
}

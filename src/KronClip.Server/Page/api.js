// The way to the server: the token, errors as sentences, and patience while it is away.

import { t } from './texts.js';
import * as connection from './connection.js';
import { askToken } from './token.js';

let token = read();

function read() {
  try { return sessionStorage.getItem('kronclip.token'); } catch { return null; }
}

export const hasToken = () => token !== null;

/** What went wrong, in a sentence for a person. `said` is the server's own sentence, which is English. */
export class Problem extends Error {
  constructor(status, said, what) {
    super(said ?? what);
    this.status = status;
    this.said = said;
    this.what = what;
  }
}

/** A request that gives back the Response. While the server is away it waits and asks again, unless it is told not to. */
export async function request(path, options = {}) {
  const { patient = true, json, ...rest } = options;
  if (json !== undefined) {
    rest.body = JSON.stringify(json);
    rest.headers = { ...rest.headers, 'Content-Type': 'application/json' };
  }
  for (let busy = 0; ;) {
    let answer;
    try {
      answer = await fetch(path, { cache: 'no-store', ...rest, headers: { ...rest.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) } });
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      connection.lost();
      if (!patient) throw new Problem(0, null, t('error.lost'));
      await connection.back(rest.signal);
      continue;
    }
    if (answer.status === 401) {
      await signIn(token !== null);
      continue;
    }
    if (answer.status === 503 && answer.headers.has('Retry-After') && patient && busy < 8) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(500 * 2 ** busy++, 5000)));
      continue;
    }
    if (!answer.ok) throw await problem(answer);
    return answer;
  }
}

/** A request that gives back what its JSON says; null for an empty answer. */
export async function call(path, options) {
  const text = await (await request(path, options)).text();
  return text === '' ? null : JSON.parse(text);
}

let entering = null;

function signIn(again) {
  entering ??= askToken(again).then((given) => {
    token = given;
    try { sessionStorage.setItem('kronclip.token', given); } catch { /* a browser that keeps nothing */ }
  }).finally(() => { entering = null; });
  return entering;
}

async function problem(answer) {
  let said = null;
  try {
    const body = await answer.json();
    said = body.detail ?? body.title ?? null;
  } catch { /* an answer without a sentence */ }
  const kind = [400, 404, 409, 413, 415, 422, 503].includes(answer.status) ? `error.${answer.status}` : answer.status === 403 ? 'error.403' : 'error.unexpected';
  return new Problem(answer.status, said, t(kind));
}

/** A server's stream of events, each given to `each` as what its JSON says; ends with the stream. */
export async function events(path, each, signal) {
  const answer = await request(path, { signal, headers: { Accept: 'text/event-stream' } });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let kept = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    kept += value.replaceAll('\r\n', '\n');
    for (let end = kept.indexOf('\n\n'); end >= 0; end = kept.indexOf('\n\n')) {
      const data = kept.slice(0, end).split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n').trim();
      kept = kept.slice(end + 2);
      if (data) each(JSON.parse(data));
    }
  }
}

/** Shows a picture of the server: by its address, or, since an address carries no token, by what was fetched. */
export async function show(image, path) {
  if (!token) {
    image.src = path;
    return;
  }
  try {
    const address = URL.createObjectURL(await (await request(path)).blob());
    image.addEventListener('load', () => URL.revokeObjectURL(address), { once: true });
    image.src = address;
  } catch { image.alt = t('picture.gone'); }
}

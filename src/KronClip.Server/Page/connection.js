// Whether the server answers. While it does not, a line says so, it is asked every two seconds, and whoever waits goes on when it is back.

import { el, put } from './dom.js';
import { t } from './texts.js';

let waiting = null;
let leaving = false;
addEventListener('pagehide', () => { leaving = true; });

export function lost() {
  if (waiting || leaving) return;
  put(document.getElementById('connection'), el('p', { class: 'lost' }, el('strong', {}, t('connection.lost')), ' ', t('connection.again')));
  waiting = ask().finally(() => {
    waiting = null;
    put(document.getElementById('connection'));
  });
}

async function ask() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    try {
      if ((await fetch('/health/live', { cache: 'no-store' })).ok) return;
    } catch { /* still away */ }
  }
}

/** Ends when the server is back. */
export function back(signal) {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')), { once: true });
    (waiting ?? new Promise((later) => setTimeout(later, 1000))).then(resolve);
  });
}

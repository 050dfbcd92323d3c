// Who changed what, and when; asked for when it is unfolded.

import { el, put } from './dom.js';
import { t, has, moment } from './texts.js';
import { call } from './api.js';
import { problem } from './dialogs.js';

export function auditPart(open) {
  const body = el('div', {}, el('p', { class: 'soft' }, t('loading')));
  let asked = false;
  const load = async () => {
    try {
      const entries = await call(`${open.path}/audit`);
      put(body, entries.length === 0 ? el('p', {}, t('audit.none')) : el('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': t('audit.title') }, el('table', {},
        el('thead', {}, el('tr', {}, ['when', 'who', 'what', 'details'].map((key) => el('th', { scope: 'col' }, t(`audit.${key}`))))),
        el('tbody', {}, [...entries].reverse().map((entry) => el('tr', {}, el('td', {}, moment(entry.time)), el('td', {}, has(`who.${entry.who}`) ? t(`who.${entry.who}`) : entry.who), el('td', {}, has(`what.${entry.what}`) ? t(`what.${entry.what}`) : entry.what), el('td', { class: 'details' }, flat(entry.details))))))));
    } catch (error) { put(body, problem(error)); }
  };
  // The fold is made by whoever places this; it opens with an event that does not bubble, so it is looked for when this has been placed.
  queueMicrotask(() => body.closest('details')?.addEventListener('toggle', (event) => {
    if (event.target.open && !asked) {
      asked = true;
      load();
    }
  }));
  return body;
}

/** Details in a line: lists by their length, hashes by their beginning. */
const flat = (details) => Object.entries(details ?? {}).filter(([, value]) => value !== null).map(([key, value]) => `${key}: ${Array.isArray(value) ? t('audit.items', { n: value.length })
  : typeof value === 'object' ? JSON.stringify(value) : /^[0-9a-f]{20,}$/.test(value) ? value.slice(0, 12) + '…' : value}`).join('; ');

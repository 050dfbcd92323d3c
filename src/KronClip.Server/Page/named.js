// A class by its name alone: no pictures, no training.

import { el, put, field } from './dom.js';
import { t } from './texts.js';
import { call } from './api.js';
import { problem } from './dialogs.js';
import { say } from './announce.js';

export function namedPart(open) {
  const label = el('input', { required: true, maxlength: 80, autocomplete: 'off' });
  const words = el('input', { maxlength: 120, autocomplete: 'off', lang: 'en' });
  const outcome = el('div');
  return el('form', { onsubmit: async (event) => {
    event.preventDefault();
    const own = label.value.trim();
    try {
      const made = await call(`${open.path}/named-classes`, { method: 'POST', json: { name: own, ...(words.value.trim() ? { words: words.value.trim() } : {}) } });
      put(outcome, el('p', { class: 'good' }, t('named.done', { name: made.class.name, number: made.version.number })), made.notes.length ? el('ul', { class: 'notes' }, made.notes.map((note) => el('li', { lang: 'en' }, note))) : null);
      say(t('named.done', { name: made.class.name, number: made.version.number }));
      label.value = words.value = '';
      await open.refresh();
    } catch (error) { put(outcome, problem(error)); }
  } }, el('div', { class: 'pair' }, field(t('class.name'), label), field(t('class.words'), words, t('class.wordsHint'))), el('div', { class: 'buttons' }, el('button', {}, t('named.add'))), outcome);
}

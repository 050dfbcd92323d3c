// Pictures without labels, the most worth labelling first: a click on a class, and it is an example.

import { el, put, name, field, button } from './dom.js';
import { t, percent } from './texts.js';
import { call, show } from './api.js';
import { problem } from './dialogs.js';
import { dropZone } from './drop.js';
import { upload } from './upload.js';
import { refusals } from './pictures.js';
import { say } from './announce.js';

export function queuePart(open) {
  const body = el('ul', { class: 'cards queue' });
  const status = el('div', { 'aria-live': 'polite' });
  const ask = button(t('queue.show'), load, '', { hidden: open.project.unlabelled === 0 });

  async function take(found) {
    const bar = el('progress', { max: found.length, value: 0, 'aria-label': t('upload.label') });
    put(status, bar);
    try {
      const sum = await upload(`${open.path}/unlabelled`, found.map((f) => f.file), (done) => { bar.value = done; });
      await open.refresh();
      put(status, sum.refused.length ? refusals(sum.refused) : null);
      await load();
    } catch (error) { put(status, problem(error)); }
  }

  async function load() {
    put(body, el('li', { class: 'soft' }, t('queue.sorting')));
    try {
      const queue = await call(`${open.path}/queue?count=12`);
      put(body, queue.map(one));
      say(t('queue.told', { n: queue.length }));
      ask.hidden = open.project.unlabelled === 0;
      ask.textContent = t('queue.again', { n: open.project.unlabelled });
    } catch (error) { put(body, el('li', {}, problem(error))); }
  }

  function one(picture) {
    const image = el('img', { alt: t('queue.picture'), loading: 'lazy' });
    show(image, `${open.path}/pictures/${encodeURIComponent(picture.id)}`);
    const faults = el('div');
    const item = el('li', { class: 'card answer' }, image);
    const classes = [...open.project.classes].sort((a, b) => (b.name === picture.label) - (a.name === picture.label));
    const label = async (folder, as) => {
      try {
        await call(`${open.path}/queue/${encodeURIComponent(picture.id)}`, { method: 'POST', json: { class: folder } });
        say(t('queue.labelled', { name: as }));
        const next = item.nextElementSibling ?? item.previousElementSibling;
        item.remove();
        next?.querySelector('button')?.focus();
        await open.refresh();
        ask.textContent = t('queue.again', { n: open.project.unlabelled });
      } catch (error) { put(faults, problem(error)); }
    };
    const few = classes.slice(0, 6);
    const rest = el('select', {}, el('option', { value: '' }, t('queue.another')), classes.slice(6).map((c) => el('option', { value: c.folder }, c.name)));
    rest.addEventListener('change', () => { if (rest.value) label(rest.value, rest.selectedOptions[0].textContent); });
    item.append(el('div', { class: 'said' }, el('h4', {}, t('queue.guess'), ' ', name(picture.label), ' ', el('span', { class: 'soft' }, percent(picture.confidence))),
      el('p', { class: 'soft' }, why(picture.reason)),
      el('div', { class: 'buttons picks', role: 'group', 'aria-label': t('queue.is') }, few.map((c) => button(name(c.name), () => label(c.folder, c.name), c.name === picture.label ? 'likely' : ''))),
      classes.length > 6 ? field(t('queue.is'), rest) : null, faults));
    return item;
  }

  return el('div', { 'data-queue': true }, dropZone({ small: true, folders: true, name: t('queue.title') }, take), status, el('div', { class: 'buttons' }, ask), body);
}

/** The server's reason, which is English, in the language of the page. */
function why(reason) {
  const kind = reason.startsWith('unlike') ? t('reason.unlike') : reason.startsWith('the least sure') ? t('reason.least') : / or /.test(reason) ? t('reason.close') : null;
  return kind ?? el('span', { lang: 'en' }, reason);
}

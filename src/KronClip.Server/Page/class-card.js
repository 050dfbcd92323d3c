// A class: its name, its English words, its pictures, and a place to drop more of them on.

import { el, put, name, field, button } from './dom.js';
import { t } from './texts.js';
import { call, show } from './api.js';
import { ask, sure, problem } from './dialogs.js';
import { dropZone } from './drop.js';

const some = 8;

export function classCard(open, first, take) {
  let own = first;
  let all = false;
  let shownCount = -1;
  const path = `${open.path}/classes/${encodeURIComponent(own.folder)}`;
  const title = el('h3');
  const words = el('p', { class: 'soft' });
  const count = el('p', { class: 'count' });
  const strip = el('ul', { class: 'strip', 'aria-label': t('class.pictures') });
  const more = el('div', { class: 'buttons' });
  const faults = el('div');
  const attempt = async (act) => { try { put(faults); await act(); } catch (error) { put(faults, problem(error)); } };

  async function rename() {
    const label = el('input', { required: true, maxlength: 80, value: own.name });
    const english = el('input', { maxlength: 120, value: own.words ?? '', lang: 'en' });
    const given = await ask(t('class.edit'), el('div', {}, field(t('class.name'), label), field(t('class.words'), english, t('class.wordsHint'))), t('save'),
      () => label.value.trim() ? { name: label.value.trim(), words: english.value.trim() || null } : null);
    if (given) await attempt(async () => {
      await call(path, { method: 'PATCH', json: given.words === null ? { name: given.name } : given });
      await open.refresh();
    });
  }

  async function remove() {
    if (own.pictures === 0 || await sure(t('class.delete', { name: own.name }), t('class.deleteWhat', { n: own.pictures }), t('delete'))) await attempt(async () => {
      await call(path, { method: 'DELETE' });
      await open.refresh();
    });
  }

  async function pictures() {
    const found = await call(`${open.path}/pictures?class=${encodeURIComponent(own.folder)}`);
    put(strip, found.slice(0, all ? found.length : some).map((p, place) => tile(p, place)));
    put(more, found.length > some || all ? button(t(all ? 'class.fewer' : 'class.all', { n: found.length }), () => {
      all = !all;
      attempt(pictures);
    }, 'quiet') : null);
  }

  function tile(picture, place) {
    const image = el('img', { alt: t('picture.of', { n: place + 1, name: own.name }), loading: 'lazy', decoding: 'async' });
    show(image, `${open.path}/pictures/${encodeURIComponent(picture.id)}`);
    return el('li', {}, all ? button(image, () => edit(picture), 'tile', { 'aria-label': t('picture.edit', { n: place + 1, name: own.name }) }) : image);
  }

  async function edit(picture) {
    const image = el('img', { class: 'large', alt: '' });
    show(image, `${open.path}/pictures/${encodeURIComponent(picture.id)}`);
    const into = el('select', {}, open.project.classes.map((c) => el('option', { value: c.folder, selected: c.folder === own.folder }, c.name)), el('option', { value: '-' }, t('picture.delete')));
    const given = await ask(t('picture.title'), el('div', {}, image, field(t('picture.class'), into)), t('save'), () => into.value);
    if (given === null || given === own.folder) return;
    await attempt(async () => {
      const one = `${open.path}/pictures/${encodeURIComponent(picture.id)}`;
      if (given === '-') await call(one, { method: 'DELETE' });
      else await call(one, { method: 'PATCH', json: { class: given } });
      await open.refresh();
    });
  }

  function update(next) {
    own = next;
    put(title, name(own.name));
    put(words, own.words && own.words !== own.name ? [t('class.wordsAre'), ' ', el('span', { lang: 'en' }, name(own.words))]
      : /[^\u0000-\u024f]/.test(own.name) && (!own.words || own.words === own.name) ? t('class.wordsMissing') : null);
    words.hidden = words.textContent === '';
    put(count, own.named && own.pictures === 0 ? t('class.named') : t('pictures', { n: own.pictures }));
    if (own.pictures !== shownCount) {
      shownCount = own.pictures;
      if (own.pictures > 0) attempt(pictures);
      else { put(strip); put(more); }
    }
  }

  const element = el('article', { class: 'card class' },
    el('div', { class: 'head' }, title, count), words, strip, more,
    dropZone({ small: true, name: own.name, more: [
      button(t('class.rename'), rename, 'quiet', { 'aria-label': t('class.renameOf', { name: own.name }) }),
      button(t('delete'), remove, 'quiet', { 'aria-label': t('class.deleteOf', { name: own.name }) })] }, take), faults);
  update(first);
  return { element, update };
}

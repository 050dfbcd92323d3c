// What the classifier says of a picture: the picture, the label, bars that are figures too, and a way to say that it is wrong.

import { el, put, name, field, button } from './dom.js';
import { t, percent } from './texts.js';
import { call } from './api.js';
import { problem } from './dialogs.js';
import { say } from './announce.js';

/** The likeliest classes with their bars. */
export function bars(result) {
  return el('ol', { class: 'bars' }, result.top.map((guess, place) => {
    const bar = el('span');
    bar.style.width = `${(100 * guess.confidence).toFixed(1)}%`;
    return el('li', { class: place === 0 && !result.unknown ? 'best' : null }, el('span', {}, name(guess.label)), el('span', { class: 'share' }, percent(guess.confidence, guess.confidence < 0.995 || guess.confidence === 1 ? 0 : 1)), el('span', { class: 'bar', 'aria-hidden': 'true' }, bar));
  }));
}

/** The heading of an answer. */
export const headline = (result) => result.unknown ? [el('span', { class: 'unknown' }, t('try.unknown')), ' ', el('span', { class: 'soft' }, t('try.perhaps', { label: result.label }))] : name(result.label);

export function answerCard(file, result, what) {
  const address = URL.createObjectURL(file);
  const image = el('img', { alt: file.name ? t('try.picture', { name: file.name }) : t('try.taken'), src: address, onload: () => URL.revokeObjectURL(address) });
  const card = el('article', { class: 'card answer' }, image, el('div', { class: 'said' }, el('h4', {}, headline(result)), file.name ? el('p', { class: 'soft file' }, name(file.name)) : null, bars(result)), what.open ? correction(file, result, what) : null);
  return card;
}

/** "That is wrong": the right class is chosen, and the picture becomes an example of it. */
function correction(file, result, what) {
  const place = el('div', { class: 'correct' });
  const open = () => {
    const other = what.classes().filter((c) => c.name !== result.label);
    const select = el('select', {}, other.map((c) => el('option', { value: c.folder }, c.name)), el('option', { value: '' }, t('correct.new')));
    const fresh = el('input', { maxlength: 80, autocomplete: 'off' });
    const freshField = field(t('class.name'), fresh);
    const show = () => { freshField.hidden = select.value !== ''; };
    select.addEventListener('change', show);
    show();
    const faults = el('div');
    put(place, el('form', { onsubmit: async (event) => {
      event.preventDefault();
      try {
        let chosen = other.find((c) => c.folder === select.value);
        if (!chosen) {
          if (!fresh.value.trim()) {
            fresh.focus();
            return;
          }
          chosen = await call(`${what.open.path}/classes`, { method: 'POST', json: { name: fresh.value.trim() } });
        }
        const form = new FormData();
        form.append('file', file, file.name ?? 'camera.jpg');
        form.append('class', chosen.folder);
        form.append('said', result.label);
        form.append('confidence', String(result.confidence));
        await call(`${what.open.path}/corrections`, { method: 'POST', body: form });
        put(place, el('p', { class: 'good' }, t('correct.done', { name: chosen.name })));
        say(t('correct.done', { name: chosen.name }));
        await what.open.refresh();
      } catch (error) { put(faults, problem(error)); }
    } }, field(t('correct.label'), select), freshField, el('div', { class: 'buttons' }, el('button', { class: 'main' }, t('correct.keep')), button(t('cancel'), closed)), faults));
    select.focus();
  };
  const closed = () => put(place, button(t('correct.wrong'), open, 'quiet', { 'aria-label': t('correct.wrongOf', { label: result.label }) }));
  closed();
  return place;
}

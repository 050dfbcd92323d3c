// Questions that must be answered before it goes on, and errors.

import { el } from './dom.js';
import { t } from './texts.js';
import { say } from './announce.js';

/** Asks; gives what `read` gives, or null where the person thought better of it. */
export function ask(title, content, confirm, read = () => true, kind = 'main') {
  return new Promise((resolve) => {
    let answer = null;
    const opener = document.activeElement;
    const form = el('form', { method: 'dialog', onsubmit: (event) => {
      event.preventDefault();
      answer = read();
      if (answer !== null) dialog.close();
    } },
    el('h2', { id: 'dialog-title' }, title), content,
    el('div', { class: 'buttons' }, el('button', { class: kind }, confirm), el('button', { type: 'button', onclick: () => dialog.close() }, t('cancel'))));
    const dialog = el('dialog', { 'aria-labelledby': 'dialog-title', onclose: () => {
      dialog.remove();
      opener?.focus?.();
      resolve(answer);
    } }, form);
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks before something is lost. */
export const sure = (title, what, confirm) => ask(title, el('p', {}, what), confirm, () => true, 'danger');

/** An error as a sentence: ours in the page's language, and the server's own, which is English. */
export function problem(error) {
  if (error.name === 'AbortError') return el('span', {});
  const ours = error.what ?? t('error.page');
  say(ours + ' ' + (error.said ?? ''));
  return el('p', { class: 'bad' }, el('strong', {}, ours), error.said ?? (error.what ? null : error.message) ? [' ', el('span', { lang: 'en' }, error.said ?? error.message)] : null);
}

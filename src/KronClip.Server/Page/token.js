// Asks for the server's token. There is no way past it, so there is no button for that.

import { el, field } from './dom.js';
import { t } from './texts.js';

export function askToken(again) {
  return new Promise((resolve) => {
    const input = el('input', { type: 'password', autocomplete: 'current-password', required: true, spellcheck: 'false' });
    const dialog = el('dialog', { 'aria-labelledby': 'token-title', oncancel: (event) => event.preventDefault() },
      el('form', { method: 'dialog', onsubmit: (event) => {
        event.preventDefault();
        dialog.close();
        dialog.remove();
        resolve(input.value.trim());
      } },
      el('h2', { id: 'token-title' }, t('token.title')),
      again ? el('p', { class: 'bad', role: 'alert' }, t('token.wrong')) : null,
      el('p', {}, t('token.why')),
      field(t('token.label'), input),
      el('div', { class: 'buttons' }, el('button', { class: 'main' }, t('token.enter')))));
    document.body.append(dialog);
    dialog.showModal();
    input.focus();
  });
}

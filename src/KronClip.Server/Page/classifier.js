// A classifier that is served without a project: pictures and the camera, nothing else; nothing that is shown to it is kept.

import { el, name } from './dom.js';
import { t } from './texts.js';
import { trial } from './try.js';

export function classifierPage(server, id) {
  const found = server.classifiers.find((c) => c.name === id);
  if (!found) return { element: el('section', { class: 'narrow' }, el('h1', {}, t('serve.gone')), el('p', {}, el('a', { href: '#/' }, t('home.back')))) };
  const trying = trial(server, { classifier: id, classes: null });
  return {
    title: id,
    element: el('div', {},
      server.workspace || server.classifiers.length > 1 ? el('p', {}, el('a', { href: '#/' }, t('home.back'))) : null,
      el('h1', {}, name(id)),
      el('p', { class: 'lead' }, t('serve.knows', { n: found.classes.length })),
      el('ul', { class: 'chips' }, found.classes.map((c) => el('li', {}, name(c.name)))),
      el('p', { class: 'soft' }, t('serve.keeps')),
      trying.element),
    leave: trying.leave,
  };
}

// Step 4: new pictures, the camera, and what makes the classifier better: corrections, pictures worth a label, classes by name; and the files to take away.

import { el, put } from './dom.js';
import { t } from './texts.js';
import { trial } from './try.js';
import { queuePart } from './queue.js';
import { namedPart } from './named.js';
import { downloadsPart } from './downloads.js';

export function useStep(open) {
  if (!open.project.current) return { element: el('div', { class: 'explain' }, el('p', {}, t('look.none')), el('p', {}, el('a', { class: 'button main', href: open.link('train') }, t('next.train')))) };
  const again = el('div', { 'aria-live': 'polite' });
  const draw = (project) => put(again, project.corrections > 0 ? el('div', { class: 'note again' }, el('p', {}, t('corrections', { n: project.corrections })), el('a', { class: 'button', href: open.link('train') }, t('train.again'))) : null);
  draw(open.project);
  open.onChange(draw);
  const trying = trial(open.server, { classifier: open.project.id, classes: () => open.project.classes, open });
  return {
    element: el('div', { class: 'parts' }, again, trying.element,
      el('section', { class: 'card' }, el('h3', {}, t('queue.title')), el('p', {}, t('queue.what')), queuePart(open)),
      el('section', { class: 'card' }, el('h3', {}, t('named.title')), el('p', {}, t('named.what')), namedPart(open)),
      el('section', { class: 'card' }, el('h3', {}, t('download.title')), downloadsPart(open))),
    leave: trying.leave,
  };
}

// Step 3: how good it is, when it says "unknown", the report, and what came before.

import { el, put, folded } from './dom.js';
import { t, percent, moment } from './texts.js';
import { thresholdPart } from './threshold.js';
import { versionsPart } from './versions.js';
import { reportPart } from './report.js';
import { auditPart } from './audit.js';
import { comparison } from './train.js';

export function lookStep(open) {
  const current = open.project.current;
  if (!current) return { element: el('div', { class: 'explain' }, el('p', {}, t('look.none')), el('p', {}, el('a', { class: 'button main', href: open.link('train') }, t('next.train')))) };
  const head = el('section', { class: 'card' });
  const draw = (project) => put(head, headline(project.current));
  draw(open.project);
  open.onChange(draw);
  const report = reportPart(open);
  return {
    element: el('div', { class: 'parts' }, head, thresholdPart(open), report.element,
      el('section', { class: 'card' }, el('h3', {}, t('versions.title')), versionsPart(open)),
      folded(t('audit.title'), auditPart(open))),
    leave: report.leave,
  };
}

function headline(version) {
  const measured = version.accuracy !== null && version.testPictures > 0;
  return [el('h3', {}, t('look.title')),
    measured ? el('p', { class: 'figure' }, el('strong', {}, percent(version.accuracy)), ' ', el('span', {}, t('result.accuracy'))) : null,
    el('p', {}, measured ? t('result.right', { share: percent(version.accuracy), n: version.testPictures }) : t('result.unmeasured')),
    version.comparison ? comparison(version.comparison) : null,
    el('p', { class: 'soft' }, t('look.made', { number: version.number, when: moment(version.made) }))];
}

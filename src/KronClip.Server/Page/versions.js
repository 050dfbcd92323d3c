// Every classifier that the project ever had: its figures, how it compares to the one before, and the way back.

import { el, put, button } from './dom.js';
import { t, has, percent, moment, number } from './texts.js';
import { call } from './api.js';
import { problem } from './dialogs.js';
import { comparison } from './train.js';
import { say } from './announce.js';

export function versionsPart(open) {
  const body = el('div', {}, el('p', { class: 'soft' }, t('loading')));
  const faults = el('div');

  async function load() {
    try {
      const versions = await call(`${open.path}/versions`);
      put(body, el('ul', { class: 'versions' }, [...versions].sort((a, b) => b.number - a.number).map(one)));
    } catch (error) { put(faults, problem(error)); }
  }

  function one(version) {
    const origin = `origin.${version.origin}`;
    return el('li', { class: version.current ? 'current' : null },
      el('div', {},
        el('strong', {}, t('versions.number', { number: version.number })), ' ', version.current ? el('span', { class: 'mark' }, t('versions.current')) : null,
        el('p', { class: 'soft' }, [has(origin) ? t(origin) : version.origin, moment(version.made), t('classes', { n: version.classes }),
          version.accuracy !== null && version.testPictures ? t('versions.accuracy', { share: percent(version.accuracy), n: version.testPictures }) : null,
          version.unknownBelow ? t('versions.unknown', { at: percent(version.unknownBelow) }) : null].filter(Boolean).join(' · ')),
        version.comparison ? comparison(version.comparison) : null),
      version.current ? null : button(t('versions.use'), () => use(version), '', { 'aria-label': t('versions.useOf', { number: number(version.number) }) }));
  }

  async function use(version) {
    try {
      await call(`${open.path}/versions/${version.number}/use`, { method: 'POST' });
      put(faults);
      say(t('versions.used', { number: version.number }));
      await open.refresh();
    } catch (error) { put(faults, problem(error)); }
  }

  load();
  open.onChange(load);
  return el('div', {}, el('p', {}, t('versions.what')), body, faults);
}

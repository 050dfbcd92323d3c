// The files to take away.

import { el, put, field, folded, button } from './dom.js';
import { t } from './texts.js';
import { save } from './upload.js';
import { problem } from './dialogs.js';
import { say } from './announce.js';

export function downloadsPart(open) {
  const id = open.project.id;
  const path = `/api/classifiers/${encodeURIComponent(id)}`;
  const status = el('div', { 'aria-live': 'polite' });
  const weights = el('select', {}, ['fp32', 'fp16', 'int8'].map((w) => el('option', { value: w }, t(`weights.${w}`))));
  const attempt = async (from, fallback) => {
    put(status, el('p', { class: 'soft' }, t('download.coming')));
    try {
      await save(from, fallback);
      put(status, el('p', { class: 'good' }, t('download.done')));
      say(t('download.done'));
    } catch (error) { put(status, problem(error)); }
  };
  return el('div', {},
    el('dl', { class: 'take' },
      el('dt', {}, button(t('download.classifier'), () => attempt(`${path}/file`, `${id}.kronclip`))), el('dd', {}, t('download.classifierWhat')),
      el('dt', {}, button(t('download.onnx'), () => attempt(`${path}/onnx?weights=${weights.value}`, `${id}.onnx`))), el('dd', {}, t('download.onnxWhat'))),
    folded(t('advanced'), field(t('weights.label'), weights, t('weights.hint'))), status);
}

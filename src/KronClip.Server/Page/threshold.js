// When it should rather say "unknown": a slider, what it costs and brings on held-out pictures, and a small plot.

import { el, svg, put, button, unique } from './dom.js';
import { t, percent } from './texts.js';
import { call, Problem } from './api.js';
import { problem } from './dialogs.js';
import { say } from './announce.js';

export function thresholdPart(open) {
  const body = el('div', {}, el('p', { class: 'soft' }, t('loading')));
  const faults = el('div');
  load();

  async function load() {
    try {
      const told = await call(`${open.path}/thresholds`);
      put(body, told.points.length > 0 ? slider(told) : el('p', {}, t('threshold.none')));
    } catch (error) { put(body, error instanceof Problem && error.status === 404 ? el('p', {}, t('threshold.none')) : problem(error)); }
  }

  function slider(told) {
    const points = [...told.points].sort((a, b) => a.threshold - b.threshold);
    const at = (threshold) => points.reduce((best, p) => p.threshold <= threshold + 1e-9 ? p : best, points[0]);
    const id = unique('threshold');
    const input = el('input', { id, type: 'range', min: 0, max: 100, step: 1, value: Math.round(100 * (told.chosen ?? 0)), oninput: update });
    const figures = el('dl', { class: 'figures' });
    const words = el('p');
    const plot = el('figure', { class: 'chart' });
    const keep = button(t('threshold.keep'), () => store(Number(input.value) / 100), 'main');
    const state = el('p', { class: 'soft' });
    let chosen = told.chosen;

    function update() {
      const threshold = Number(input.value) / 100;
      const point = at(threshold);
      const precision = point.answered > 0 ? point.right / point.answered : null;
      input.setAttribute('aria-valuetext', t('threshold.spoken', { at: percent(threshold), coverage: percent(point.coverage), precision: precision === null ? '–' : percent(precision) }));
      put(figures,
        el('div', {}, el('dt', {}, t('threshold.at')), el('dd', {}, percent(threshold))),
        el('div', { class: 'coverage' }, el('dt', {}, t('threshold.coverage')), el('dd', {}, percent(point.coverage))),
        el('div', { class: 'precision' }, el('dt', {}, t('threshold.precision')), el('dd', {}, precision === null ? '–' : percent(precision))));
      put(words, t(precision === null ? 'threshold.silent' : 'threshold.words', { n: told.pictures, answered: point.answered, unknown: told.pictures - point.answered, right: point.right }));
      put(plot, draw(points, threshold));
      put(state, chosen === null || chosen === undefined ? t('threshold.off') : t('threshold.now', { at: percent(chosen) }));
      keep.disabled = chosen !== null && chosen !== undefined && Math.abs(chosen - threshold) < 0.005;
    }

    async function store(threshold) {
      try {
        await call(`${open.path}/threshold`, { method: 'PUT', json: { threshold } });
        chosen = threshold;
        put(faults);
        say(t('threshold.kept'));
        update();
        await open.refresh();
      } catch (error) { put(faults, problem(error)); }
    }

    update();
    return el('div', {}, el('label', { for: id }, t('threshold.label')), input, figures, words, plot, state,
      el('div', { class: 'buttons' }, keep, button(t('threshold.clear'), () => store(null))));
  }

  return el('section', { class: 'card' }, el('h3', {}, t('threshold.title')), el('p', {}, t('threshold.why')), body, faults);
}

const wide = 600, high = 170, left = 44, bottom = 24, top = 10;

function draw(points, threshold) {
  const x = (share) => left + (wide - left - 8) * share;
  const y = (share) => top + (high - top - bottom) * (1 - share);
  const line = (kind, value) => svg('polyline', { class: kind, points: points.filter((p) => value(p) !== null).map((p) => `${x(p.threshold).toFixed(1)},${y(value(p)).toFixed(1)}`).join(' ') });
  return [svg('svg', { viewBox: `0 0 ${wide} ${high}`, role: 'img', 'aria-label': t('threshold.plot') },
    [0, 0.5, 1].map((share) => [svg('line', { class: 'grid', x1: left, x2: wide - 8, y1: y(share), y2: y(share) }), svg('text', { class: 'axis', x: left - 8, y: y(share) + 4, 'text-anchor': 'end' }, percent(share)),
      svg('text', { class: 'axis', x: x(share), y: high - 5, 'text-anchor': share === 1 ? 'end' : 'middle' }, percent(share))]),
    line('coverage', (p) => p.coverage), line('precision', (p) => p.answered > 0 ? p.right / p.answered : null),
    svg('line', { class: 'marker', x1: x(threshold), x2: x(threshold), y1: top, y2: high - bottom })),
  el('figcaption', {}, el('span', { class: 'key coverage' }, t('threshold.coverage')), el('span', { class: 'key precision' }, t('threshold.precision')))];
}

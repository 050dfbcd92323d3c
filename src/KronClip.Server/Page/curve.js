// The loss as it falls: a line over the epochs, and the same in words.

import { el, svg, put } from './dom.js';
import { t, fixed } from './texts.js';

const wide = 600, high = 180, left = 44, bottom = 26, top = 10;

export function lossCurve(first = []) {
  const element = el('figure', { class: 'chart' });
  function update(losses) {
    if (losses.length < 2) {
      put(element);
      return;
    }
    const most = Math.max(...losses) || 1;
    const x = (place) => left + (wide - left - 8) * place / (losses.length - 1);
    const y = (loss) => top + (high - top - bottom) * (1 - loss / most);
    put(element,
      svg('svg', { viewBox: `0 0 ${wide} ${high}`, role: 'img', 'aria-label': t('curve.words', { n: losses.length, first: fixed(losses[0], 2), last: fixed(losses.at(-1), 2) }) },
        [0, 0.5, 1].map((share) => [svg('line', { class: 'grid', x1: left, x2: wide - 8, y1: y(most * share), y2: y(most * share) }), svg('text', { class: 'axis', x: left - 8, y: y(most * share) + 4, 'text-anchor': 'end' }, fixed(most * share, 1))]),
        svg('text', { class: 'axis', x: left, y: high - 6 }, '1'), svg('text', { class: 'axis', x: wide - 8, y: high - 6, 'text-anchor': 'end' }, String(losses.length)),
        svg('polyline', { class: 'line', points: losses.map((loss, place) => `${x(place).toFixed(1)},${y(loss).toFixed(1)}`).join(' ') }),
        svg('circle', { class: 'dot', cx: x(losses.length - 1), cy: y(losses.at(-1)), r: 4 })),
      el('figcaption', {}, t('curve.caption')));
  }
  update(first);
  return { element, update };
}

// Language and theme: two small switches in the head of the page.

import { el } from './dom.js';
import { t, language, choose } from './texts.js';

const themes = ['auto', 'light', 'dark'];

function theme() {
  return document.documentElement.dataset.theme ?? 'auto';
}

function setTheme(wanted) {
  if (wanted === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = wanted;
  try { localStorage.setItem('kronclip.theme', wanted); } catch { /* a browser that keeps nothing */ }
}

export function switches(redraw) {
  const looks = el('select', { 'aria-label': t('theme.label'), onchange: () => setTheme(looks.value) },
    themes.map((kind) => el('option', { value: kind, selected: kind === theme() }, t(`theme.${kind}`))));
  const other = language() === 'ja' ? 'en' : 'ja';
  const tongue = el('button', { type: 'button', class: 'quiet', lang: other, onclick: async () => {
    await choose(other);
    redraw();
  } }, other === 'ja' ? '日本語' : 'English');
  return el('div', { class: 'switches' }, tongue, looks);
}

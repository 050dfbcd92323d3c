// The words of the page: texts.<language>.json, flat, with {places}. A text that counts has the kinds of its language's plural: "key.one", "key.other".

const languages = ['en', 'ja'];
let words = {};
let rules = new Intl.PluralRules('en');

export const language = () => document.documentElement.lang;
export const known = languages;

export async function load() {
  const answer = await fetch(`/page/texts.${language()}.json`);
  if (!answer.ok) throw new Error('The words of the page did not come.');
  words = await answer.json();
  rules = new Intl.PluralRules(language());
}

export async function choose(wanted) {
  document.documentElement.lang = wanted;
  try { localStorage.setItem('kronclip.language', wanted); } catch { /* a browser that keeps nothing */ }
  await load();
}

/** The text of a key; numbers among the values are written as the language writes them, and {n} picks the plural. */
export function t(key, values = {}) {
  const text = words[key] ?? ('n' in values ? words[`${key}.${rules.select(values.n)}`] ?? words[`${key}.other`] : undefined);
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (place, name) => name in values ? typeof values[name] === 'number' ? number(values[name]) : String(values[name]) : place);
}

/** Whether there is such a text. */
export const has = (key) => key in words;

export const number = (value, digits = 0) => new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);
export const fixed = (value, digits) => new Intl.NumberFormat(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
export const percent = (share, digits = 0) => new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: digits }).format(share);
export const moment = (iso) => new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
export const list = (items) => new Intl.ListFormat(language(), { type: 'conjunction' }).format(items);

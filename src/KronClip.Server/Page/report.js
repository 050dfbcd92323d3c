// The report of the training: in a frame that may run nothing, and in a tab of its own.

import { el, put, button } from './dom.js';
import { t, language } from './texts.js';
import { request, Problem } from './api.js';
import { problem } from './dialogs.js';

export function reportPart(open) {
  const body = el('div');
  let address = null;

  async function fetched() {
    if (address === null) {
      const text = await (await request(`${open.path}/report?language=${language()}`)).text();
      address = URL.createObjectURL(new Blob([text], { type: 'text/html' }));
    }
    return address;
  }

  async function show() {
    put(body, el('p', { class: 'soft' }, t('loading')));
    try {
      await fetched();
      const frame = el('iframe', { src: address, title: t('report.frame'), sandbox: 'allow-same-origin', onload: () => styled(frame.contentDocument) });
      const tab = button(t('report.tab'), () => { opened(window.open(address)); });
      put(body, el('div', { class: 'buttons' }, tab), frame);
      tab.focus();
    } catch (error) { put(body, error instanceof Problem && error.status === 404 ? el('p', {}, t('report.none')) : problem(error)); }
  }

  /** A tab has no event that is heard from here once it shows another document, so it is looked at until it is there. */
  function opened(tab, tries = 0) {
    if (!tab || tries > 100) return;
    if (tab.location.href === address && tab.document.readyState === 'complete') styled(tab.document);
    else setTimeout(() => opened(tab, tries + 1), 50);
  }

  put(body, el('div', { class: 'buttons' }, button(t('report.show'), show)));
  return { element: el('section', { class: 'card' }, el('h3', {}, t('report.title')), el('p', {}, t('report.what')), body), leave: () => { if (address) setTimeout(() => URL.revokeObjectURL(address), 1000); } };
}

/** The page's policy, which a document at a blob address has too, lets no style attribute through; set from code they count. */
function styled(shown) {
  for (const element of shown?.querySelectorAll('[style]') ?? []) element.style.cssText = element.getAttribute('style');
}

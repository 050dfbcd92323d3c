// The page begins here: words, head, and what the address after # asks for.

import { el, put } from './dom.js';
import { t, load, language } from './texts.js';
import { call } from './api.js';
import { switches } from './preferences.js';
import { problem } from './dialogs.js';
import { home } from './home.js';
import { projectPage } from './project.js';
import { classifierPage } from './classifier.js';

const main = document.getElementById('main');
let leave = () => {};
let drawn = 0;

/** #/ is the beginning, #/p/<project>/<step> a project, #/c/<name> a classifier without one. */
const place = () => location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);

function frame() {
  put(document.getElementById('skip'), t('skip'));
  put(document.getElementById('banner'), el('a', { class: 'brand', href: '#/' }, el('img', { src: '/page/icon.svg', alt: '', width: 28, height: 28 }), 'KronClip'), switches(start));
  document.documentElement.lang = language();
}

async function start() {
  frame();
  await draw();
}

async function draw(event) {
  const turn = ++drawn;
  leave();
  leave = () => {};
  const [kind, id, step] = place();
  try {
    const server = await call('/api');
    if (turn !== drawn) return;
    put(document.getElementById('foot'), el('p', {}, t('foot', { version: server.version })));
    const view = kind === 'p' && id && server.workspace ? await projectPage(server, id, step)
      : kind === 'c' && id ? classifierPage(server, id)
      : !server.workspace && server.classifiers.length === 1 ? classifierPage(server, server.classifiers[0].name)
      : await home(server);
    if (turn !== drawn) {
      view.leave?.();
      return;
    }
    leave = view.leave ?? (() => {});
    document.title = view.title ? `${view.title} – KronClip` : 'KronClip';
    put(main, view.element);
  } catch (error) {
    if (turn !== drawn) return;
    put(main, el('section', { class: 'narrow' }, problem(error), el('p', {}, el('a', { href: '#/' }, t('home.back')))));
  }
  if (event) {     // who followed a link hears and sees the new part from its top; the first drawing leaves the focus alone
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', draw);
await load();
await start();

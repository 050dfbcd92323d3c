// New pictures for the classifier: dropped, pasted, chosen, or from the camera.

import { el, put, button } from './dom.js';
import { t } from './texts.js';
import { request } from './api.js';
import { problem } from './dialogs.js';
import { dropZone } from './drop.js';
import { answerCard } from './answers.js';
import { cameraPart } from './camera.js';
import { say } from './announce.js';

/** @param what classifier: its name in addresses; classes: gives those of its project, or null; open: the project, for corrections. */
export function trial(server, what) {
  const abort = new AbortController();
  const answers = el('div', { class: 'cards answers' });
  const path = `/api/classifiers/${encodeURIComponent(what.classifier)}/classify?top=5`;
  const classify = async (blob) => (await (await request(path, { method: 'POST', body: blob, headers: { 'Content-Type': blob.type.startsWith('image/') ? blob.type : 'application/octet-stream' }, signal: abort.signal })).json()).results[0];

  const waiting = [];
  let working = 0;

  function take(files) {
    for (const file of files) {
      const place = el('article', { class: 'card answer', 'aria-busy': 'true' }, el('p', { class: 'soft' }, t('try.working')));
      answers.prepend(place);
      waiting.push({ file, place });
    }
    clear.hidden = false;
    while (working < 2 && waiting.length > 0) work();
  }

  async function work() {
    working++;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { file, place } = next;
      try {
        const result = await classify(file);
        place.replaceWith(answerCard(file, result, what));
        say(t(result.unknown ? 'try.saidUnknown' : 'try.said', { label: result.label }));
      } catch (error) {
        if (error.name === 'AbortError') break;
        put(place, el('h4', {}, file.name ?? ''), problem(error));
        place.removeAttribute('aria-busy');
      }
    }
    working--;
  }

  const camera = cameraPart(classify, (blob) => take([blob]));
  const clear = button(t('try.clear'), () => {
    put(answers);
    clear.hidden = true;
  }, 'quiet', { hidden: true });
  const paste = (event) => {
    const files = [...event.clipboardData.files].filter((file) => file.type.startsWith('image/'));
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  };
  document.addEventListener('paste', paste);
  return {
    element: el('section', { class: 'trial' }, el('h3', {}, t('try.title')),
      dropZone({ title: t('try.drop'), hint: t('try.hint'), more: camera.buttons }, (found) => take(found.map((f) => f.file))),
      camera.element, answers, el('div', { class: 'buttons' }, clear)),
    leave: () => {
      abort.abort();
      camera.stop();
      document.removeEventListener('paste', paste);
    },
  };
}

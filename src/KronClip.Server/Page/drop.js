// A place to drop files on, which is a pair of buttons as well: nothing needs a mouse.

import { el, button } from './dom.js';
import { t } from './texts.js';
import { dropped, chosen } from './folders.js';

/**
 * @param options title, hint: what it says; folders: whether a folder can be chosen; small: a strip instead of a field; name: what the buttons are for, to a screen reader; more: further content.
 * @param take gets what was dropped or chosen: files with the folders above them.
 */
export function dropZone(options, take) {
  const picker = el('input', { type: 'file', multiple: true, accept: 'image/*', hidden: true, onchange: given });
  const folder = el('input', { type: 'file', webkitdirectory: true, hidden: true, onchange: given });
  const files = t(options.small ? 'drop.more' : 'drop.files');
  const named = (text) => options.name ? { 'aria-label': t('drop.for', { what: text, name: options.name }) } : {};
  const zone = el('div', { class: options.small ? 'drop small' : 'drop', ondragover: over, ondragenter: over, ondragleave: out, ondrop: drop },
    options.title ? el('p', { class: 'drop-title' }, options.title) : null,
    options.hint ? el('p', { class: 'soft' }, options.hint) : null,
    el('div', { class: 'buttons' },
      button(files, () => picker.click(), options.small ? '' : 'main', named(files)),
      options.folders ? button(t('drop.folder'), () => folder.click(), '', named(t('drop.folder'))) : null,
      options.more ?? null),
    picker, options.folders ? folder : null);

  function given(event) {
    const found = chosen(event.target);
    event.target.value = '';
    if (found.length > 0) take(found);
  }
  function over(event) {
    if (![...event.dataTransfer.types].includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    zone.classList.add('over');
  }
  function out(event) {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove('over');
  }
  async function drop(event) {
    event.preventDefault();
    zone.classList.remove('over');
    const found = await dropped(event.dataTransfer);
    if (found.length > 0) take(found);
  }
  return zone;
}

// A file dropped beside a field would replace the page by the picture.
for (const kind of ['dragover', 'drop']) addEventListener(kind, (event) => { if ([...(event.dataTransfer?.types ?? [])].includes('Files')) event.preventDefault(); });

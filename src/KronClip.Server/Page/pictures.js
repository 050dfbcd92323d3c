// Step 1: the classes and their pictures.

import { el, put, name, field, folded, unique } from './dom.js';
import { t, list } from './texts.js';
import { call } from './api.js';
import { ask, problem } from './dialogs.js';
import { dropZone } from './drop.js';
import { grouped } from './folders.js';
import { upload } from './upload.js';
import { classCard } from './class-card.js';
import { say } from './announce.js';

export function picturesStep(open) {
  const abort = new AbortController();
  const progress = el('div', { class: 'progress' });
  const outcome = el('div', { class: 'outcome' });
  const cards = el('div', { class: 'cards' });
  const next = el('div', { class: 'next' });
  const drawn = new Map();

  async function take(found, folder = null) {
    put(outcome);
    try {
      const plan = folder === null ? await divided(found) : [{ folder, files: found.map((f) => f.file) }];
      if (plan !== null) await send(plan);
    } catch (error) { if (error.name !== 'AbortError') put(outcome, problem(error)); }
    put(progress);
    await open.refresh();
  }

  /** Which class each file goes to; asks where that is not plain. Null where the person thought better of it. */
  async function divided(found) {
    const { classes, loose } = grouped(found);
    if (classes.size > 0) {
      const many = [...classes].map(([own, files]) => el('li', {}, name(own), ' – ', t('pictures', { n: files.length })));
      if (!await ask(t('folder.title', { n: classes.size }), el('div', {}, el('p', {}, t('folder.what')), el('ul', { class: 'plain scroll' }, many),
        loose.length ? el('p', { class: 'note' }, t('folder.loose', { n: loose.length })) : null), t('folder.add', { n: classes.size }))) return null;
      return [...classes].map(([own, files]) => ({ label: own.replaceAll('_', ' ').trim() || own, files }));
    }
    const label = await whichClass(loose.length);
    return label === null ? null : [{ label, files: loose }];
  }

  function whichClass(n) {
    const known = open.project.classes;
    const options = unique('classes');
    const input = el('input', { required: true, maxlength: 80, list: options, autocomplete: 'off' });
    return ask(t('which.title', { n }), el('div', {}, field(t('which.label'), input, t(known.length ? 'which.hint' : 'class.hint')),
      el('datalist', { id: options }, known.map((c) => el('option', { value: c.name }))),
      known.length ? el('div', { class: 'buttons picks' }, known.map((c) => el('button', { type: 'button', onclick: () => { input.value = c.name; input.focus(); } }, name(c.name)))) : null), t('which.add'), () => input.value.trim() || null);
  }

  async function send(plan) {
    const total = plan.reduce((sum, part) => sum + part.files.length, 0);
    const bar = el('progress', { max: total, value: 0, 'aria-label': t('upload.label') });
    const words = el('span', {}, t('upload.progress', { done: 0, total }));
    put(progress, el('p', {}, words), bar);
    say(t('upload.begins', { n: total }));
    const sum = { added: 0, known: 0, refused: [] };
    let before = 0;
    for (const { label, folder, files } of plan) {
      const into = folder ?? (open.project.classes.find((c) => c.name.toLowerCase() === label.toLowerCase() || c.folder === label) ?? await made(label)).folder;
      const part = await upload(`${open.path}/classes/${encodeURIComponent(into)}/pictures`, files, (done) => {
        bar.value = before + done;
        words.textContent = t('upload.progress', { done: before + done, total });
      }, abort.signal);
      before += files.length;
      sum.added += part.added.length;
      sum.known += part.known;
      sum.refused.push(...part.refused);
      await open.refresh();
    }
    const line = [t('upload.added', { n: sum.added }), sum.known ? t('upload.known', { n: sum.known }) : null].filter(Boolean).join(' ');
    say(line);
    put(outcome, el('p', { class: 'good' }, line), sum.refused.length ? refusals(sum.refused) : null);
  }

  async function made(label) {
    const added = await call(`${open.path}/classes`, { method: 'POST', json: { name: label } });
    open.project.classes.push(added);
    return added;
  }

  function newClass() {
    const label = el('input', { required: true, maxlength: 80, autocomplete: 'off' });
    const words = el('input', { maxlength: 120, autocomplete: 'off', lang: 'en' });
    const faults = el('div');
    return el('form', { class: 'card new-class', onsubmit: async (event) => {
      event.preventDefault();
      try {
        await call(`${open.path}/classes`, { method: 'POST', json: { name: label.value.trim(), ...(words.value.trim() ? { words: words.value.trim() } : {}) } });
        say(t('class.added', { name: label.value.trim() }));
        label.value = words.value = '';
        put(faults);
        await open.refresh();
        label.focus();
      } catch (error) { put(faults, problem(error)); }
    } },
    el('h3', {}, t('class.new')), field(t('class.name'), label, t('class.hint')), folded(t('class.wordsFold'), field(t('class.words'), words, t('class.wordsHint'))),
    el('div', { class: 'buttons' }, el('button', {}, t('class.add'))), faults);
  }

  const empty = el('div', { class: 'explain' });
  const form = newClass();
  cards.append(form);

  function draw(project) {
    put(empty, project.classes.length === 0 ? [el('p', {}, t('empty.what')), el('p', {}, t('empty.how'))] : null);
    for (const [folder, shown] of drawn) if (!project.classes.some((c) => c.folder === folder)) {
      shown.element.remove();
      drawn.delete(folder);
    }
    for (const one of project.classes) {
      if (!drawn.has(one.folder)) {
        const shown = classCard(open, one, (found) => take(found, one.folder));
        drawn.set(one.folder, shown);
        cards.insertBefore(shown.element, form);
      } else drawn.get(one.folder).update(one);
    }
    put(next, ready(project));
  }

  function ready(project) {
    const few = project.classes.filter((c) => c.pictures < 2 && !c.named);
    const learn = project.classes.filter((c) => c.pictures > 0);
    if (learn.length < 2) return el('p', { class: 'soft' }, t('next.twoClasses'));
    return [el('p', { class: 'soft' }, few.length ? t('next.few', { names: list(few.map((c) => c.name)) }) : project.pictures < 5 * learn.length ? t('next.more') : t('next.ready')),
      el('a', { class: 'button main', href: open.link('train') }, t('next.train'))];
  }

  draw(open.project);
  open.onChange(draw);
  return {
    element: el('div', {}, empty,
      dropZone({ title: t('drop.title'), hint: t('drop.hint'), folders: true }, take), progress, outcome, cards, next),
    leave: () => abort.abort(),
  };
}

/** Pictures that were not taken, with the reason of each. */
export function refusals(refused) {
  return el('details', { class: 'note', open: refused.length <= 5 }, el('summary', {}, t('upload.refused', { n: refused.length })),
    el('ul', {}, refused.map((r) => el('li', {}, name(r.file), ': ', el('span', { lang: r.own ? null : 'en' }, r.reason)))));
}

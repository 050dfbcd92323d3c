// Step 2: one button, then what it does while it learns, and how it came out.

import { el, put, field, folded, button } from './dom.js';
import { t, has, percent, number, list } from './texts.js';
import { call, events, Problem } from './api.js';
import { problem } from './dialogs.js';
import { lossCurve } from './curve.js';
import { modelLine } from './home.js';
import { say } from './announce.js';

const methods = ['', 'auto', 'ck-coop', 'coop', 'kgcoop', 'linear-probe', 'tip-adapter-f', 'gda', 'ridge', 'zero-shot'];

export function trainStep(open) {
  const abort = new AbortController();
  const before = el('div');
  const during = el('div');
  const after = el('div', { class: 'result' });
  const faults = el('div');
  const method = el('select', {}, methods.map((m) => el('option', { value: m, selected: m === (open.project.method ?? '') }, t(`method.${m || 'default'}`))));
  const shots = el('input', { type: 'number', min: 1, max: 1000, inputmode: 'numeric' });
  const seed = el('input', { type: 'number', min: 0, inputmode: 'numeric' });
  const model = el('select', {}, el('option', { value: open.project.model }, open.project.model));
  const boxed = el('div');
  const choose = button(t('model.boxChange'), () => {
    options.open = true;
    model.focus();
  });
  let models = [];
  const warn = () => put(boxed, models.find((m) => m.name === model.value)?.where === 'box' ? el('div', { class: 'note again' }, el('p', {}, t('model.box')), choose) : null);
  model.addEventListener('change', warn);
  call('/api/models').then((found) => {
    models = found;
    put(model, models.map((m) => el('option', { value: m.name, selected: m.name === open.project.model }, modelLine(m))));
    warn();
  }).catch(() => { /* the project's own is there */ });
  const start = button(t('train.start'), begin, 'main large');
  const options = folded(t('advanced'), field(t('train.method'), method, t('train.methodHint')), field(t('train.shots'), shots, t('train.shotsHint')), field(t('train.seed'), seed, t('train.seedHint')), field(t('model.label'), model, t('model.hint')));

  async function begin() {
    put(faults);
    start.disabled = true;
    try {
      const wanted = { ...(method.value ? { method: method.value } : {}), ...(shots.value ? { shots: Number(shots.value) } : {}), ...(seed.value ? { seed: Number(seed.value) } : {}), ...(model.value && model.value !== open.project.model ? { model: model.value } : {}) };
      const training = await call(`${open.path}/train`, { method: 'POST', json: wanted });
      say(t('train.began'));
      await watch(training);
    } catch (error) { if (error.name !== 'AbortError') put(faults, problem(error)); }
    start.disabled = false;
  }

  /** Follows a training to its end; a stream that breaks off is taken up again. */
  async function watch(training) {
    const shown = progress(open, training);
    put(during, shown.element);
    before.hidden = true;
    put(after);
    let latest = training;
    while (latest.state === 'running' && !abort.signal.aborted) {
      try {
        await events(`${open.path}/training/events`, (now) => shown.update(latest = now), abort.signal);
      } catch (error) { if (error.name === 'AbortError' || error instanceof Problem) throw error; }
      if (latest.state === 'running') {
        await new Promise((resolve) => setTimeout(resolve, 700));
        shown.update(latest = await call(`${open.path}/training`, { signal: abort.signal }));
      }
    }
    await open.refresh();
    settle(latest, true);
  }

  function settle(training, fresh) {
    before.hidden = false;
    put(during);
    put(after, outcome(open, training, fresh));
    if (fresh) after.querySelector('h3')?.focus();
  }

  function draw(project) {
    const learn = project.classes.filter((c) => c.pictures > 0);
    const can = learn.length > 1;
    start.hidden = !can;
    options.hidden = !can;
    start.textContent = t(project.current ? 'train.again' : 'train.start');
    put(before, can ? el('p', { class: 'lead' }, t('train.ready', { classes: t('classes', { n: learn.length }), pictures: t('pictures', { n: project.pictures }) })) : el('p', { class: 'lead' }, t('next.twoClasses'), ' ', el('a', { href: open.link('pictures') }, t('train.toPictures'))),
      project.corrections > 0 ? el('p', { class: 'note' }, t('corrections', { n: project.corrections })) : null,
      can ? boxed : null, can ? el('div', { class: 'buttons' }, start) : null, options);
  }

  draw(open.project);
  open.onChange(draw);
  if (open.project.training.state === 'running') watch(open.project.training).catch((error) => { if (error.name !== 'AbortError') put(faults, problem(error)); });
  else if (open.project.training.state !== 'idle') settle(open.project.training, false);
  return { element: el('div', {}, during, after, before, faults), leave: () => abort.abort() };
}

/** "encoding" and the like in the language of the page; what is not known is shown as it is. */
const stageName = (raw) => {
  const key = `stage.${raw.toLowerCase().split(/[,(:]/)[0].trim().replaceAll(' ', '-')}`;
  return has(key) ? t(key) : raw;
};

function progress(open, first) {
  const stage = el('p', { class: 'stage' });
  const bar = el('progress', { 'aria-label': t('train.progress'), max: 1 });
  const detail = el('p', { class: 'soft' });
  const curve = lossCurve();
  const notes = el('ul', { class: 'notes' });
  let said = '';
  const cancel = button(t('train.cancel'), async () => {
    cancel.disabled = true;
    try { await call(`${open.path}/training`, { method: 'DELETE' }); } catch { cancel.disabled = false; }
  });
  function update(training) {
    const now = training.stage;
    stage.textContent = now ? stageName(now.name) : t('train.waiting');
    if (stage.textContent !== said) say(said = stage.textContent);
    if (now && now.total > 0) {
      bar.max = now.total;
      bar.value = now.done;
    } else bar.removeAttribute('value');
    put(detail, now && now.total > 0 ? t('train.done', { done: now.done, total: now.total, share: percent(now.done / now.total) }) : null);
    curve.update(training.losses);
    put(notes, remarks(training));
  }
  update(first);
  return { element: el('section', { class: 'card learning', 'aria-label': t('train.learning') }, el('h3', {}, t('train.learning')), stage, bar, detail, curve.element, notes, el('div', { class: 'buttons' }, cancel)), update };
}

const remarks = (training) => [...training.warnings.map((w) => el('li', { class: 'warning' }, el('strong', {}, t('train.warning')), ' ', el('span', { lang: 'en' }, w))), ...training.notes.map((n) => el('li', {}, el('span', { lang: 'en' }, n)))];

function outcome(open, training, fresh) {
  if (training.state === 'failed') return el('div', { class: 'card' }, el('h3', { tabindex: -1 }, t('train.failed')), el('p', { class: 'bad', role: fresh ? 'alert' : null }, el('span', { lang: 'en' }, training.error ?? '')));
  if (training.state === 'cancelled') return el('div', { class: 'card' }, el('h3', { tabindex: -1 }, t('train.cancelled')), el('p', {}, t('train.cancelledWhat')));
  const result = training.result;
  if (!result) return null;
  const measured = result.accuracy !== null && result.testPictures > 0;
  const line = measured ? t('result.right', { share: percent(result.accuracy), n: result.testPictures }) : t('result.unmeasured');
  if (fresh) say(t(result.switched ? 'result.done' : 'result.kept') + ' ' + line);
  return el('div', { class: 'card' },
    el('h3', { tabindex: -1 }, t(result.switched ? 'result.done' : 'result.kept')),
    measured ? el('p', { class: 'figure' }, el('strong', {}, percent(result.accuracy)), ' ', el('span', {}, t('result.accuracy'))) : null,
    el('p', {}, line),
    measured && result.low !== null && result.low !== undefined ? el('p', { class: 'soft' }, t('result.range', { low: percent(result.low), high: percent(result.high) }), result.zeroShot !== null && result.zeroShot !== undefined ? ' ' + t('result.zeroShot', { share: percent(result.zeroShot) }) : '') : null,
    measured && result.testPictures < 30 ? el('p', { class: 'note' }, t('result.few', { n: result.testPictures })) : null,
    result.comparison ? comparison(result.comparison) : null,
    !result.switched && !result.comparison ? el('p', {}, el('span', { lang: 'en' }, result.sentence)) : null,
    result.named?.length ? el('p', {}, t('result.named', { names: list(result.named) })) : null,
    training.losses.length > 1 || remarks(training).length ? folded(t('result.how'), training.losses.length > 1 ? lossCurve(training.losses).element : null, el('ul', { class: 'notes' }, remarks(training))) : null,
    result.switched || open.project.current ? el('div', { class: 'buttons' }, el('a', { class: 'button main', href: open.link('use') }, t('result.use')), el('a', { class: 'button', href: open.link('look') }, t('result.look'))) : null);
}

/** The old and the new classifier on the same pictures. */
export function comparison(compared) {
  const verdict = `verdict.${compared.verdict}`;
  return el('p', { class: 'compared' }, has(verdict) ? t(verdict) : el('span', { lang: 'en' }, compared.sentence),
    compared.pictures > 0 ? ' ' + t('verdict.counts', { pictures: number(compared.pictures), before: number(compared.oldRight), after: number(compared.newRight) }) : null);
}


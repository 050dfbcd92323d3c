// A project: its name, the four steps, and the step that is open. Steps share the project as the server last told it.

import { el, put, name, field, folded, button } from './dom.js';
import { t } from './texts.js';
import { call } from './api.js';
import { ask, sure, problem } from './dialogs.js';
import { picturesStep } from './pictures.js';
import { trainStep } from './train.js';
import { lookStep } from './look.js';
import { useStep } from './use.js';

const steps = { pictures: picturesStep, train: trainStep, look: lookStep, use: useStep };

/** What steps share: the project, a way to have it told anew, and who wants to know. */
class OpenProject {
  #heard = new Set();
  constructor(server, project) {
    this.server = server;
    this.project = project;
    this.path = `/api/projects/${encodeURIComponent(project.id)}`;
  }
  onChange(hear) { this.#heard.add(hear); }
  async refresh() {
    this.project = await call(this.path);
    for (const hear of this.#heard) hear(this.project);
  }
  folder(label) { return this.project.classes.find((c) => c.name === label)?.folder ?? null; }
  link(step) { return `#/p/${encodeURIComponent(this.project.id)}/${step}`; }
}

export async function projectPage(server, id, wanted) {
  const open = new OpenProject(server, await call(`/api/projects/${encodeURIComponent(id)}`));
  const step = wanted in steps ? wanted : 'pictures';
  const body = steps[step](open);
  const title = el('h1', {}, name(open.project.name));
  const road = el('nav', { class: 'steps', 'aria-label': t('steps') });
  const draw = (project) => {
    put(title, name(project.name));
    put(road, el('ol', {}, Object.keys(steps).map((key, place) => el('li', {},
      el('a', { href: open.link(key), class: done(project, key) ? 'done' : null, 'aria-current': key === step ? 'step' : null },
        el('span', { class: 'number', 'aria-hidden': 'true' }, done(project, key) && key !== step ? '✓' : String(place + 1)),
        el('span', {}, t(`step.${key}`)))))));
  };
  draw(open.project);
  open.onChange(draw);
  return {
    title: open.project.name,
    element: el('div', {}, el('p', { class: 'crumb' }, el('a', { href: '#/' }, t('home.all'))), title, road,
      el('h2', { class: 'spoken' }, t(`step.${step}`)), body.element, settings(open)),
    leave: body.leave,
  };
}

function done(project, step) {
  if (step === 'pictures') return project.classes.length > 1 && project.pictures > 0;
  return step === 'train' || step === 'look' ? project.current !== null : false;
}

function settings(open) {
  const faults = el('div');
  const rename = async () => {
    const input = el('input', { required: true, maxlength: 80, value: open.project.name });
    const given = await ask(t('project.rename'), field(t('home.name'), input), t('save'), () => input.value.trim() || null);
    if (given) await attempt(async () => {
      await call(open.path, { method: 'PATCH', json: { name: given } });
      await open.refresh();
    });
  };
  const remove = async () => {
    if (await sure(t('project.delete'), t('project.deleteWhat', { name: open.project.name, n: open.project.pictures }), t('project.delete'))) await attempt(async () => {
      await call(open.path, { method: 'DELETE' });
      location.hash = '#/';
    });
  };
  const attempt = async (act) => { try { await act(); } catch (error) { put(faults, problem(error)); } };
  return el('section', { class: 'settings' }, folded(t('project.settings'),
    el('p', { class: 'soft' }, t('project.model', { model: open.project.model })),
    el('div', { class: 'buttons' }, button(t('project.rename'), rename), button(t('project.delete'), remove, 'danger')), faults));
}

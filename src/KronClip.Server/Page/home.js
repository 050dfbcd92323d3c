// The beginning: what this is, a new project, the projects there are, and classifiers that are served without one.

import { el, put, name, field, folded } from './dom.js';
import { t, percent } from './texts.js';
import { call } from './api.js';
import { problem } from './dialogs.js';

export async function home(server) {
  if (!server.workspace) return { element: el('div', {}, el('h1', {}, t('serve.title')), el('p', { class: 'lead' }, t('serve.lead')), others(server, [])) };
  const projects = await call('/api/projects');
  return { element: el('div', {},
    el('section', { class: 'hero' },
      el('h1', {}, t('home.title')),
      el('p', { class: 'lead' }, t('home.lead')),
      el('ol', { class: 'road' }, ['pictures', 'train', 'look', 'use'].map((step) => el('li', {}, el('strong', {}, t(`step.${step}`)), el('span', {}, t(`home.${step}`))))),
      newProject(projects.length === 0)),
    projects.length > 0 ? el('section', {}, el('h2', {}, t('home.projects')), el('ul', { class: 'tiles' }, projects.map(card))) : null,
    others(server, projects)) };
}

function newProject(first) {
  const title = el('input', { required: true, maxlength: 80, autocomplete: 'off', placeholder: t('home.example') });
  const model = el('select', {}, el('option', { value: '' }, t('model.default')));
  const faults = el('div', { 'aria-live': 'assertive' });
  call('/api/models').then((models) => put(model, models.map((m) => el('option', { value: m.name, selected: m.default }, modelLine(m))))).catch(() => { /* the default is there */ });
  return el('form', { class: 'card start', onsubmit: async (event) => {
    event.preventDefault();
    try {
      const made = await call('/api/projects', { method: 'POST', json: { name: title.value.trim(), ...(model.value ? { model: model.value } : {}) } });
      location.hash = `#/p/${encodeURIComponent(made.id)}/pictures`;
    } catch (error) { put(faults, problem(error)); }
  } },
  el('h2', {}, t(first ? 'home.first' : 'home.new')),
  field(t('home.name'), title, t('home.nameHint')),
  el('div', { class: 'buttons' }, el('button', { class: 'main' }, t('home.start'))),
  folded(t('advanced'), field(t('model.label'), model, t('model.hint'))),
  faults);
}

export const modelLine = (model) => [model.title || model.name, model.megabytes ? t('model.size', { size: model.megabytes }) : null, has(model)].filter(Boolean).join(' · ');

const has = (model) => model.where === 'hub' ? t('model.hub') : null;

function card(project) {
  return el('li', {}, el('a', { class: 'card link', href: `#/p/${encodeURIComponent(project.id)}/${project.current ? 'use' : 'pictures'}` },
    el('strong', {}, name(project.name)),
    el('span', {}, t('home.counts', { classes: t('classes', { n: project.classes.length }), pictures: t('pictures', { n: project.pictures }) })),
    el('span', { class: 'soft' }, project.training.state === 'running' ? t('home.training')
      : project.current ? project.current.accuracy === null ? t('home.trained') : t('home.accuracy', { share: percent(project.current.accuracy) }) : t('home.untrained'))));
}

function others(server, projects) {
  const own = new Set(projects.map((p) => p.id));
  const rest = server.classifiers.filter((c) => !own.has(c.name));
  const faults = Object.entries(server.faults ?? {});
  if (rest.length === 0 && faults.length === 0) return server.workspace ? null : el('p', {}, t(server.ready ? 'serve.none' : 'serve.loading'));
  return el('section', {}, server.workspace ? el('h2', {}, t('serve.others')) : null,
    el('ul', { class: 'tiles' }, rest.map((c) => el('li', {}, el('a', { class: 'card link', href: `#/c/${encodeURIComponent(c.name)}` },
      el('strong', {}, name(c.name)), el('span', {}, t('classes', { n: c.classes.length })), el('span', { class: 'soft clamp' }, c.classes.map((k) => k.name).join(', ')))))),
    faults.length ? el('div', { class: 'note' }, el('p', {}, t('serve.faults')), el('ul', {}, faults.map(([file, why]) => el('li', {}, name(file), ': ', el('span', { lang: 'en' }, why))))) : null);
}

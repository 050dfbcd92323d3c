// Elements from code. Whatever comes from people becomes a text node or an attribute's value; nothing is ever read as markup.

/** An element: attributes by name, functions for "on…", true for a bare attribute, null and false for none; children are elements, texts, lists of both, or null. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for drawings. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'open') element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  add(element, children);
  return element;
}

function add(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) add(parent, child);
    else parent.append(child);
  }
}

/** Takes the place of everything inside an element. */
export function put(parent, ...children) {
  parent.replaceChildren();
  add(parent, children);
  return parent;
}

/** A name that people gave: set apart, so that its direction of writing does not leak. */
export const name = (text) => el('bdi', { class: 'name' }, text);

/** A number for ids that must be unlike all others. */
let last = 0;
export const unique = (prefix) => `${prefix}-${++last}`;

/** A labelled field: the label, what explains it, and the control, tied together. */
export function field(label, control, hint = null) {
  control.id ||= unique('field');
  const explained = hint ? el('span', { class: 'hint', id: control.id + '-hint' }, hint) : null;
  if (explained) control.setAttribute('aria-describedby', explained.id);
  return el('div', { class: 'field' }, el('label', { for: control.id }, label), control, explained);
}

/** What is folded away until someone asks for it. */
export const folded = (summary, ...children) => el('details', { class: 'folded' }, el('summary', {}, summary), el('div', { class: 'inside' }, ...children));

/** A button. */
export const button = (text, act, kind = '', attributes = {}) => el('button', { type: 'button', class: kind, onclick: act, ...attributes }, text);

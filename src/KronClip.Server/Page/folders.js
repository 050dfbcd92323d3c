// Files that were dropped or chosen, and the class that each belongs to: the folder that holds it.

const hidden = /^\.|^(thumbs\.db|desktop\.ini)$/i;

/** What a drop holds: files with the folders above them, outermost first. Must be called while the event is handled; browsers forget the files afterwards. */
export async function dropped(transfer) {
  const entries = [...transfer.items].filter((item) => item.kind === 'file').map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile()).filter(Boolean);
  const found = [];
  for (const entry of entries) {
    if (entry instanceof File) found.push({ file: entry, folders: [] });
    else await walk(entry, [], found);
  }
  return found.filter(({ file }) => !hidden.test(file.name));
}

/** The same of an input; one for folders states the way to each file. */
export const chosen = (input) => [...input.files].filter((file) => !hidden.test(file.name))
  .map((file) => ({ file, folders: (file.webkitRelativePath ?? '').split('/').filter(Boolean).slice(0, -1) }));

async function walk(entry, folders, found) {
  if (entry.isFile) {
    found.push({ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), folders });
    return;
  }
  if (hidden.test(entry.name)) return;
  const reader = entry.createReader();
  for (;;) {     // a reader gives a hundred entries at a time
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const inside of some) await walk(inside, [...folders, entry.name], found);
  }
}

/**
 * Divides files among classes. Loose files, and files beside class folders, have none.
 * @returns {{ classes: Map<string, File[]>, loose: File[] }}
 */
export function grouped(found) {
  const parents = new Set(found.flatMap((f) => f.folders.map((_, depth) => f.folders.slice(0, depth).join('/'))));
  const classes = new Map();
  const loose = [];
  for (const { file, folders } of found) {
    if (folders.length === 0 || parents.has(folders.join('/'))) {
      loose.push(file);
      continue;
    }
    const own = folders.at(-1);
    if (!classes.has(own)) classes.set(own, []);
    classes.get(own).push(file);
  }
  return { classes: new Map([...classes].sort(([a], [b]) => a.localeCompare(b))), loose };
}

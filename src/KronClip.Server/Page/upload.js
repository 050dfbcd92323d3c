// Pictures on their way: a few small requests at once, as the files are; what was refused, and why.

import { request, call, Problem } from './api.js';
import { t } from './texts.js';

const mostPictures = 8, mostBytes = 8 << 20, mostOfOne = 31 << 20, atOnce = 3;
const pictureName = /\.(jpe?g|png|gif|webp|bmp|heic|heif|avif|tiff?)$/i;
let under = 0;

addEventListener('beforeunload', (event) => {
  if (under > 0) event.preventDefault();     // the browser asks in its own words
});

/**
 * Sends files to an address that takes "files".
 * @param each hears how many are through.
 * @returns what was added, what was there already, and what was refused.
 */
export async function upload(path, files, each, signal) {
  const sum = { added: [], known: 0, refused: [] };
  const good = [];
  for (const file of files) {
    if (!file.type.startsWith('image/') && !pictureName.test(file.name)) sum.refused.push({ file: file.name, reason: t('upload.noPicture'), own: true });
    else if (file.size > mostOfOne) sum.refused.push({ file: file.name, reason: t('upload.large'), own: true });
    else if (file.size === 0) sum.refused.push({ file: file.name, reason: t('upload.empty'), own: true });
    else good.push(file);
  }
  const parts = packed(good);
  let through = files.length - good.length;
  each(through);
  const work = async () => {
    for (let part = parts.shift(); part; part = parts.shift()) {
      const form = new FormData();
      for (const file of part) form.append('files', file, file.name);
      try {
        const answer = await call(path, { method: 'POST', body: form, signal });
        sum.added.push(...answer.added);
        sum.known += answer.known;
        sum.refused.push(...answer.refused);
      } catch (error) {
        if (!(error instanceof Problem) || error.status === 404) throw error;
        sum.refused.push(...part.map((file) => ({ file: file.name, reason: error.said ?? error.what })));
      }
      each(through += part.length);
    }
  };
  under++;
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, parts.length) }, work));
  } finally { under--; }
  return sum;
}

function packed(files) {
  const parts = [];
  let part = [], bytes = 0;
  for (const file of files) {
    if (part.length === mostPictures || (part.length > 0 && bytes + file.size > mostBytes)) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(file);
    bytes += file.size;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

/** Saves what an address gives as a file; an error is thrown as a sentence. */
export async function save(path, fallback) {
  const answer = await request(path);
  const stated = /filename\*=UTF-8''([^;]+)/i.exec(answer.headers.get('Content-Disposition') ?? '')?.[1];
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = stated ? decodeURIComponent(stated) : fallback;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

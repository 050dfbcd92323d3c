// The camera, live: a few frames a second go to the server, and the bars follow. Browsers give a camera only to secure addresses (https, or this machine);
// elsewhere the picture is taken by the telephone's own camera program and sent as a file.

import { el, put, button } from './dom.js';
import { t } from './texts.js';
import { problem } from './dialogs.js';
import { bars, headline } from './answers.js';
import { say } from './announce.js';

const pause = 220, longest = 448;     // ms between frames; pixels of a frame's longer side, twice what the towers look at

export function cameraPart(classify, keep) {
  const element = el('div', { class: 'camera' });
  if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) {
    const input = el('input', { type: 'file', accept: 'image/*', capture: 'environment', hidden: true, onchange: () => {
      if (input.files.length > 0) keep(input.files[0]);
      input.value = '';
    } });
    put(element, el('p', { class: 'soft' }, t('camera.insecure')), input);
    return { element, buttons: button(t('camera.take'), () => input.click()), stop: () => {} };
  }
  let stream = null;
  let turn = 0;
  const start = button(t('camera.start'), begin);

  async function begin() {
    start.disabled = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false });
    } catch (error) {
      put(element, el('p', { class: 'bad', role: 'alert' }, t(error.name === 'NotAllowedError' ? 'camera.denied' : 'camera.none')));
      start.disabled = false;
      return;
    }
    const video = el('video', { playsinline: true, muted: true, 'aria-label': t('camera.picture') });
    video.muted = true;
    video.srcObject = stream;
    const said = el('div', { class: 'said' });
    put(element, el('section', { class: 'card live', 'aria-label': t('camera.title') }, video, said,
      el('div', { class: 'buttons' }, button(t('camera.keep'), async () => keep(await frame(video, 1600)), 'main'), button(t('camera.stop'), () => {
        stop();
        start.focus();
      }))));
    await video.play();
    live(video, said, ++turn);
  }

  async function live(video, said, own) {
    let last = '', spoken = 0;
    const heading = el('h4'), list = el('div');
    put(said, heading, list);
    while (own === turn) {
      try {
        if (!document.hidden) {
          const result = await classify(await frame(video, longest));
          if (own !== turn) return;
          put(heading, headline(result));
          put(list, bars(result));
          const words = result.unknown ? t('try.unknown') : result.label;
          if (words !== last && performance.now() - spoken > 2500) {     // every frame would be too much to hear
            last = words;
            spoken = performance.now();
            say(words);
          }
        }
      } catch (error) {
        if (error.name === 'AbortError') return;
        put(list, problem(error));
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  function stop() {
    turn++;
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    put(element);
    start.disabled = false;
  }

  return { element, buttons: start, stop };
}

/** What the camera sees now, as a JPEG. */
function frame(video, most) {
  const scale = Math.min(1, most / Math.max(video.videoWidth, video.videoHeight, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
  canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
  canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
}

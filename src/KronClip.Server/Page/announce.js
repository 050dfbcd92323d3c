// What a screen reader should hear without the focus moving.

let pending = 0;

export function say(text) {
  const place = document.getElementById('announcements');
  place.textContent = '';
  clearTimeout(pending);
  pending = setTimeout(() => { place.textContent = text; }, 60);     // the change after a pause is what is read, even where it is the same text again
}

// Before anything is drawn: the theme and the language that were chosen, so that nothing flashes. A browser that keeps nothing gets the defaults.
(() => {
  const kept = (name) => { try { return localStorage.getItem('kronclip.' + name); } catch { return null; } };
  const theme = kept('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const wanted = kept('language') ?? (navigator.languages ?? [navigator.language]).map((l) => l.slice(0, 2)).find((l) => l === 'ja' || l === 'en');
  document.documentElement.lang = wanted === 'ja' ? 'ja' : 'en';
})();

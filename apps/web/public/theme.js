// Runs before the first paint so that the page never flashes in the other theme. Kept apart from the bundle because
// the content security policy refuses inline scripts. The rest of the time ui/theme.ts decides.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('hongyan.theme');
  } catch {
    // Storage may be forbidden; the system's theme is right then.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#14181a' : '#ffffff');
})();

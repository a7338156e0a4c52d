// Shows the theme that the user chose, before the page is painted. `src/ui/theme.ts` keeps the choice.
try {
  const theme = localStorage.getItem('filament.theme');
  if (theme) document.documentElement.setAttribute('data-theme', theme);
} catch {
  // Without storage the page follows the system.
}

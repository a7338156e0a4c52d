/** A browser's long description of itself, as people call it: `Firefox on Linux`. */

const BROWSERS: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bTauri\b|\bFilament\//, 'Filament'],
  [/Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const first = (told: string, of: ReadonlyArray<readonly [RegExp, string]>): string | undefined =>
  of.find(([mark]) => mark.test(told))?.[1];

/** What is not a browser's description is shown as it is. */
export const deviceName = (told: string, joined: (browser: string, system: string) => string): string => {
  const browser = first(told, BROWSERS);
  const system = first(told, SYSTEMS);
  return browser === undefined || system === undefined ? told : joined(browser, system);
};

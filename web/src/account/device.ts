/** Turns the `User-Agent` of a browser into a short name: `Firefox on Linux`. */

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

const firstMatch = (userAgent: string, names: ReadonlyArray<readonly [RegExp, string]>): string | undefined =>
  names.find(([mark]) => mark.test(userAgent))?.[1];

/** Answers the short name of a device. A text that names no known browser and system is answered as it is. */
export const deviceName = (userAgent: string, joined: (browser: string, system: string) => string): string => {
  const browser = firstMatch(userAgent, BROWSERS);
  const system = firstMatch(userAgent, SYSTEMS);
  return browser === undefined || system === undefined ? userAgent : joined(browser, system);
};

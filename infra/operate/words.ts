const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
export const count = (n: number | bigint): string => grouped.format(n);

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
/** Formats a size in powers of 1,000, as disks are sold. */
export const bytes = (n: number): string => {
  const step = n < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(n) / 3));
  const size = n / 1_000 ** step;
  return `${step === 0 ? size : size.toFixed(1)} ${UNITS[step]}`;
};

/** Formats a time as `8 s`, `2 min 5 s` or `3 h 20 min`. */
export const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

const two = (n: number): string => String(n).padStart(2, '0');

/** Writes an offset as ISO 8601 does: `+05:30`. It takes the minutes by which local time is ahead of UTC. */
export const utcOffset = (minutesAhead: number): string => {
  const minutes = Math.abs(minutesAhead);
  return `${minutesAhead < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
};

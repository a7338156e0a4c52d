/** Formats one event of the log as a line: with every byte for a program, or readable for a person. */
import type { Position } from '#domain/kernel/event.ts';
import type { LoggedEvent } from '#infra/log/event-log.ts';

/**
 * Formats an event for programs. `data` and `metadata` stay strings inside the line, so that a reader gets the exact
 * stored bytes. Hashes are computed over those bytes, and a program that rewrites JSON would change them.
 */
export const exportLine = (event: LoggedEvent): string =>
  JSON.stringify({
    position: String(event.position),
    stream: event.stream,
    revision: event.revision,
    event_id: event.eventId,
    type: event.type,
    schema_version: event.schemaVersion,
    data: event.data,
    metadata: event.metadata,
  });

/** Longest fact in characters that is shown to a person. The rest is cut off. */
const FACT_CHARS_SHOWN = 120;
const isSealed = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'alg' in value && 'key' in value && 'text' in value;

const factShown = (value: unknown): string => {
  if (isSealed(value)) return '<sealed>';
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > FACT_CHARS_SHOWN ? `${text.slice(0, FACT_CHARS_SHOWN)}…` : text;
};

/** Escapes control characters, because the terminal of the reader would obey them. */
const visible = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`);

export type ShownEvent = {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly time: string;
  readonly actor: string;
  readonly facts: object;
};

export const shownLine = (event: ShownEvent): string => {
  const facts = Object.entries(event.facts).map(([name, value]) => `${name}=${factShown(value)}`);
  const head = `${String(event.position).padStart(9)}  ${event.time}  ${event.type}  ${event.stream}@${event.revision}`;
  return visible(`${head}  by ${event.actor}  ${facts.join(' ')}`);
};

/**
 * Writes the security log. Each event has a number of lines a minute, in all and for one address. Further ones are
 * counted, and one line at the end of the minute says how many, so that an attacker cannot fill the disk.
 */
import type { SecurityEvent, SecurityEventName, SecurityLog } from '#gateway/ports/security-log.ts';
import type { Log } from './log.ts';

const MINUTE_MS = 60_000;
/** Lines of one event within a minute. Further ones are counted only. */
export const LINES_PER_MINUTE_MAX = 60;
/**
 * Lines of one event from one address within a minute, and of a success lines of one account. One loud address leaves
 * room for the others, and so does one loud account.
 */
export const LINES_PER_SUBJECT_MAX = 6;
/** Lines of one success within a minute. Each needs an account, so it takes many accounts to hide one of them. */
export const LINES_OF_SUCCESS_PER_MINUTE_MAX = 600;

/** Addresses and subjects that are counted for one event within a minute. The line at its end tells at most so many. */
export const SUBJECTS_COUNTED_MAX = 10_000;

/** Events that tell of success. They are logged at `info`, and the others at `warn`. */
const GOOD: ReadonlySet<SecurityEventName> = new Set([
  'login_succeeded',
  'account_registered',
  'ownership_claimed',
  'session_ended',
]);

/** Counts of one event within its minute. */
type Minute = {
  readonly kind: Pick<SecurityEvent, 'event' | 'rate'>;
  lines: number;
  withheld: number;
  readonly addresses: Set<string>;
  readonly subjects: Map<string, number>;
};

/**
 * Names the subject whose lines are counted together. The accounts of refusals are the client's word, so only a success
 * counts by account. Otherwise the successes of an attacker's own account would hide the one with a guessed password.
 */
const subjectOf = ({ event, account, userId, address }: SecurityEvent): string =>
  (GOOD.has(event) ? (userId ?? account) : undefined) ?? address;

export type ClosableSecurityLog = SecurityLog & {
  /** Writes the counts of the minute that has begun. */
  readonly close: () => void;
};

export const securityLog = (deps: {
  readonly log: Log;
  /** Hashes a username with a key of the server, so that no reader of the log can find the name. */
  readonly accountHash: (username: string) => string;
  /** Runs work after milliseconds, and answers a function that calls it off. */
  readonly later: (ms: number, work: () => void) => () => void;
}): ClosableSecurityLog => {
  const minutes = new Map<string, Minute>();
  let callOff: (() => void) | undefined;

  const endMinute = (): void => {
    callOff?.();
    callOff = undefined;
    for (const { kind, withheld, addresses } of minutes.values()) {
      if (withheld === 0) continue;
      const rate = kind.rate === undefined ? {} : { rate: kind.rate };
      const fields = { securityEvent: kind.event, ...rate, count: withheld, addresses: addresses.size };
      deps.log.warn(fields, 'more security events of this kind within a minute');
    }
    minutes.clear();
  };

  /** Finds the minute of an event. Each exceeded rate has its own, so that noise about one hides no lockout by another. */
  const minuteOf = ({ event, rate }: SecurityEvent): Minute => {
    const name = `${event} ${rate}`;
    const begun = minutes.get(name);
    if (begun !== undefined) return begun;
    const kind = rate === undefined ? { event } : { event, rate };
    const fresh: Minute = { kind, lines: 0, withheld: 0, addresses: new Set(), subjects: new Map() };
    minutes.set(name, fresh);
    callOff ??= deps.later(MINUTE_MS, endMinute);
    return fresh;
  };

  const write = ({ event, account, ...fields }: SecurityEvent): void => {
    const level = GOOD.has(event) ? 'info' : 'warn';
    const hash = account === undefined ? {} : { account: deps.accountHash(account) };
    deps.log[level]({ securityEvent: event, ...hash, ...fields }, 'security event');
  };

  return {
    noted: (event) => {
      const minute = minuteOf(event);
      const subject = subjectOf(event);
      const before = minute.subjects.get(subject) ?? 0;
      if (minute.addresses.size < SUBJECTS_COUNTED_MAX) minute.addresses.add(event.address);
      if (before > 0 || minute.subjects.size < SUBJECTS_COUNTED_MAX) minute.subjects.set(subject, before + 1);
      const linesMax = GOOD.has(event.event) ? LINES_OF_SUCCESS_PER_MINUTE_MAX : LINES_PER_MINUTE_MAX;
      if (minute.lines >= linesMax || before >= LINES_PER_SUBJECT_MAX) {
        minute.withheld += 1;
        return;
      }
      minute.lines += 1;
      write(event);
    },
    close: endMinute,
  };
};

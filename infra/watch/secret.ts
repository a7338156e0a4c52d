import { inspect } from 'node:util';

const REDACTED = '[redacted]';

/**
 * A value that no log, error, template or JSON shows by accident. Code that needs the value calls `reveal()`, which is
 * easy to search for.
 */
export class Secret<A = string> {
  readonly #value: A;

  constructor(value: A) {
    this.#value = value;
  }

  reveal(): A {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}

/**
 * Progress goes to standard error, so that a program's own output stays clean.
 * @param {string} text
 */
export const say = (text) => {
  process.stderr.write(`filament: ${text}\n`);
};

/** A refusal to go on that is meant for the reader: printed without a stack. */
export class SetUpFault extends Error {}

/**
 * Prints progress to standard error, so that standard output holds only the output of the program.
 *
 * @param {string} text
 */
export const say = (text) => {
  process.stderr.write(`filament: ${text}\n`);
};

/** Fault that ends the set-up. It is printed for the reader, without a stack. */
export class SetUpFault extends Error {}

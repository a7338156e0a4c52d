import * as E from 'fp-ts/lib/Either.js';
import { type Config, decodeConfig } from './config.ts';
import { VARIABLES } from './variables.ts';

/** Exit code of BSD for a wrong configuration, which service managers know. */
const EXIT_CONFIG = 78;

const end = (faults: string): never => {
  process.stderr.write(`${faults}\n`);
  process.exit(EXIT_CONFIG);
};

/**
 * Takes the configuration of this process. Faults end the process unless `wrong` does something else. Secrets are wiped
 * from the environment afterwards, so that no child process and no crash report holds them.
 */
export const takeConfig = (wrong: (faults: string) => never = end): Config => {
  const decoded = decodeConfig(process.env);
  for (const { name, secret } of Object.values(VARIABLES)) if (secret) delete process.env[name];
  if (E.isRight(decoded)) return decoded.right;
  const lines = ['The configuration is wrong:', ...decoded.left.map((fault) => `  - ${fault}`), 'See docs/CONFIG.md.'];
  return wrong(lines.join('\n'));
};

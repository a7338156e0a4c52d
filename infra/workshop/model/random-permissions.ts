/**
 * `node infra/workshop/model/random-permissions.ts [cases] [seed]`: asks the resolver and a second resolver about random
 * cases, ten million by default. Exits with 1 at the first disagreement and prints it.
 */
import { askedAtRandom } from '#infra/workshop/testkit/second-resolver.ts';

const CASES = 10_000_000;
const cases = Number(process.argv[2] ?? CASES);
const seed = Number(process.argv[3] ?? 1);

const began = performance.now();
const found = askedAtRandom(cases, seed);
const seconds = ((performance.now() - began) / 1_000).toFixed(1);
if (found === undefined) process.stdout.write(`${cases} cases of seed ${seed}: no disagreement, in ${seconds} s\n`);
else {
  const { number, name, asked } = found;
  process.stdout.write(
    `case ${number} of seed ${seed} differs on ${name}: ${JSON.stringify({ ...asked, gives: [...asked.gives.keys()], channel: asked.channel === null ? null : [...asked.channel.keys()] })}\n`,
  );
  process.exitCode = 1;
}

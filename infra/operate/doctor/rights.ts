/** Checks the rights of the log's user, one by one. */
import { logRights, type RightAnswer } from '#infra/log/open-event-log.ts';
import { type Check, type Finding, fail, ok } from './finding.ts';

const CHECK = 'log rights';

const findingOf = (answer: RightAnswer): Finding => {
  const { right } = answer;
  if (answer.state === 'unknown')
    return fail(CHECK, `the server could not be asked to ${right}: ${answer.why}`, 'start the store of the log');
  return answer.state === 'given'
    ? ok(CHECK, `the user of the log may ${right}`)
    : fail(CHECK, `the user of the log may not ${right}`, 'give it that right, as docs/SCALING.md shows');
};

export const checkRights =
  (logUrl: string): Check =>
  async () =>
    (await logRights(logUrl)).map(findingOf);

/** Checks the rights of the log's user, one by one. */
import { logRights } from '#infra/log/open-event-log.ts';
import { type Check, fail, ok } from './finding.ts';

export const checkRights =
  (logUrl: string): Check =>
  async () =>
    (await logRights(logUrl)).map((answer) => {
      const { right, state } = answer;
      if (state === 'given') return ok('log rights', `the user of the log may ${right}`);
      return state === 'missing'
        ? fail('log rights', `the user of the log may not ${right}`, 'give it that right, as docs/SCALING.md shows')
        : fail('log rights', `the server could not be asked to ${right}: ${answer.why}`, 'start the store of the log');
    });

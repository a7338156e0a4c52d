/**
 * Checks the read models: each is built in the version of this program, not ahead of the log, and without parked
 * events.
 */

import type { ProjectionDeps } from '#infra/operate/projection-deps.ts';
import { count } from '#infra/operate/words.ts';
import { SinkUnavailable } from '#projections/ports/sink.ts';
import { type Check, type Finding, fail, ok, warn } from './finding.ts';

export const checkReadModels =
  ({ projections, feed }: ProjectionDeps): Check =>
  async () => {
    const findings: Finding[] = [];
    for (const { name, version, generations, parked: parkedIn } of projections) {
      // The checkpoint is read before the head, because the head only grows meanwhile.
      const there = await generations().catch((error: unknown) => {
        if (error instanceof SinkUnavailable) return error;
        throw error;
      });
      if (there instanceof SinkUnavailable) {
        findings.push(
          warn(name, `not available: ${there.message}`, 'no action is needed: everything else works without it'),
        );
        continue;
      }
      const active = there.find((one) => one.status === 'active');
      const head = await feed.head();
      if (active === undefined || active.version !== version) {
        findings.push(
          warn(
            name,
            `version ${version} is not built`,
            `start the server, or run filament projections rebuild ${name}`,
          ),
        );
        continue;
      }
      const parked = await parkedIn(active);
      if (active.position > head) {
        const says = `stands at ${active.position}, beyond the log's head ${head}, because the log was restored from an older backup`;
        findings.push(fail(name, says, `run filament projections rebuild ${name}`));
      } else if (parked.length > 0) {
        const says = `${count(parked.length)} events are parked, the first at ${parked[0]?.position}: ${parked[0]?.reason}`;
        findings.push(
          fail(name, says, `upgrade to a version that can apply them, then run filament projections rebuild ${name}`),
        );
      } else findings.push(ok(name, `version ${version}, at position ${active.position} of ${head}`));
    }
    return findings;
  };

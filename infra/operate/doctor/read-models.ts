/** Read models: built in the version this release knows, not ahead of the log, nothing parked. */

import type { ProjectionDeps } from '#infra/operate/projection-deps.ts';
import { count } from '#infra/operate/words.ts';
import { SinkUnavailable } from '#projections/ports/sink.ts';
import { type Check, type Finding, fail, ok, warn } from './finding.ts';

export const checkReadModels =
  ({ projections, feed }: ProjectionDeps): Check =>
  async () => {
    const findings: Finding[] = [];
    for (const { name, version, generations, parked: parkedIn } of projections) {
      // Its checkpoint first: the head only grows meanwhile.
      const there = await generations().catch((error: unknown) => {
        if (error instanceof SinkUnavailable) return error;
        throw error;
      });
      if (there instanceof SinkUnavailable) {
        findings.push(warn(name, `not available: ${there.message}`, 'everything else works without it'));
        continue;
      }
      const active = there.find((one) => one.status === 'active');
      const head = await feed.head();
      if (active === undefined || active.version !== version) {
        findings.push(
          warn(name, `version ${version} is not built`, 'the next start builds it, or filament projections rebuild'),
        );
        continue;
      }
      const parked = await parkedIn(active);
      if (active.position > head) {
        const says = `stands at ${active.position}, beyond the log's head ${head}: the log was restored from an older backup`;
        findings.push(fail(name, says, `filament projections rebuild ${name}`));
      } else if (parked.length > 0) {
        const says = `${count(parked.length)} events are parked, the first at ${parked[0]?.position}: ${parked[0]?.reason}`;
        findings.push(fail(name, says, `after an upgrade that knows them: filament projections rebuild ${name}`));
      } else findings.push(ok(name, `version ${version}, at position ${active.position} of ${head}`));
    }
    return findings;
  };

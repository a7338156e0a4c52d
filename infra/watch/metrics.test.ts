import { expect } from 'chai';
import { listenForMetrics, makeMetrics } from './metrics.ts';

describe('metrics', () => {
  it('count requests by route template and status', async () => {
    const metrics = makeMetrics();
    const answer = { requestId: 'r', method: 'GET', route: 'GET /guilds/{guild_id}/channels', status: 404, tookMs: 3 };
    metrics.answered(answer);
    metrics.answered(answer);
    const text = await metrics.registry.metrics();
    expect(text).to.include('filament_http_requests_total{route="GET /guilds/{guild_id}/channels",status="404"} 2');
    expect(text).to.include(
      'filament_http_request_seconds_bucket{le="0.005",route="GET /guilds/{guild_id}/channels"} 2',
    );
  });
  it('time appends, and leave out failed ones', async () => {
    const metrics = makeMetrics();
    expect(await metrics.log.timed(async (n: number) => n + 1)(1)).to.equal(2);
    await metrics.log
      .timed(() => Promise.reject(new Error('no')))()
      .catch(() => undefined);
    metrics.log.batch();
    const text = await metrics.registry.metrics();
    expect(text).to.include('filament_log_append_seconds_count 1').and.to.include('filament_log_batches_total 1');
  });
  it('are read when they are asked for', async () => {
    const metrics = makeMetrics();
    let connections = 1;
    metrics.read('filament_things', 'Things.', () => connections);
    metrics.read('filament_closed', 'Closed.', () => new Map([[4000, 2]]));
    connections = 5;
    const text = await metrics.registry.metrics();
    expect(text).to.include('filament_things 5').and.to.include('filament_closed{code="4000"} 2');
  });
  it('leave out a number that cannot be read now, and show all others', async () => {
    const metrics = makeMetrics();
    let away = false;
    metrics.read('filament_away', 'Asked of a log that is away.', async () => {
      if (away) throw new Error('the log is away');
      return 7;
    });
    metrics.projections.retrying('some-model');
    expect(await metrics.registry.metrics()).to.include('filament_away 7');
    away = true;
    const text = await metrics.registry.metrics();
    expect(text).to.include('filament_projection_retries_total{model="some-model"} 1');
    expect(text).not.to.match(/^filament_away /m);
  });
  it('are served on the loopback address, and nothing else is', async () => {
    const listening = await listenForMetrics(makeMetrics(), 0);
    const get = (path: string) => fetch(`http://127.0.0.1:${listening.port}${path}`);
    expect(await (await get('/metrics')).text()).to.include('process_cpu_seconds_total');
    expect((await get('/')).status).to.equal(404);
    await listening.close();
  });
});

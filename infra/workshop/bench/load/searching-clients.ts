/** Worker thread: clients that send one search after the other for a while. */
import { parentPort, workerData } from 'node:worker_threads';

export type SearchingOrders = {
  /** URL of the search without its query. */
  readonly url: string;
  readonly token: string;
  readonly queries: ReadonlyArray<string>;
  readonly clients: number;
  readonly seconds: number;
};
export type Searched = { readonly statuses: ReadonlyMap<number, number>; readonly tookMs: ReadonlyArray<number> };

const { url, token, queries, clients, seconds } = workerData as SearchingOrders;
const headers = { Authorization: `Bearer ${token}` };
const statuses = new Map<number, number>();
const tookMs: number[] = [];
const until = performance.now() + seconds * 1_000;

const client = async (first: number): Promise<void> => {
  for (let n = first; performance.now() < until; n += 1) {
    const since = performance.now();
    const query = new URLSearchParams({ q: queries[n % queries.length] ?? '', limit: '50' });
    const answer = await fetch(`${url}?${query}`, { headers });
    await answer.arrayBuffer();
    tookMs.push(performance.now() - since);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  }
};
await Promise.all(Array.from({ length: clients }, (_, n) => client(n)));
const searched: Searched = { statuses, tookMs };
parentPort?.postMessage(searched);

import { dirname } from 'node:path';
import { type Fault, importsOf, type Source, target } from './sources.ts';

/** Folders that a folder imports, each with the first import that leads there. */
type Graph = ReadonlyMap<string, ReadonlyMap<string, Arrow>>;
type Arrow = { readonly path: string; readonly line: number; readonly leadsTo: string };

/**
 * Tells whether one folder lies within the other. A room and its own folders count as one, because a file at the root
 * may list slices that import it.
 */
const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`);

const graphOf = (sources: ReadonlyArray<Source>): Graph => {
  const graph = new Map<string, Map<string, Arrow>>();
  for (const { path, text } of sources) {
    if (/\.test\.tsx?$/.test(path)) continue;
    const from = dirname(path);
    for (const { line, specifier } of importsOf(text)) {
      const leadsTo = target(path, specifier);
      if (leadsTo === undefined) continue;
      const to = dirname(leadsTo);
      if (isWithin(from, to) || isWithin(to, from)) continue;
      const arrows = graph.get(from) ?? new Map<string, Arrow>();
      graph.set(from, arrows);
      if (!arrows.has(to)) arrows.set(to, { path, line, leadsTo });
    }
  }
  return graph;
};

const reaches = (graph: Graph, from: string, wanted: string): boolean => {
  const seen = new Set<string>();
  const waiting = [from];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (folder === wanted) return true;
    if (seen.has(folder)) continue;
    seen.add(folder);
    waiting.push(...(graph.get(folder)?.keys() ?? []));
  }
  return false;
};

/** Finds every import that closes a circle of folders. Tests may import everything and close no circle. */
export const folderCircles = (sources: ReadonlyArray<Source>): ReadonlyArray<Fault> => {
  const graph = graphOf(sources);
  return [...graph].flatMap(([from, arrows]) =>
    [...arrows]
      .filter(([to]) => reaches(graph, to, from))
      .map(([to, { path, line, leadsTo }]) => ({
        path,
        line,
        rule: `the folders ${from} and ${to} lie on a circle (here: ${leadsTo})`,
        door: 'move the file to the folder that needs it, or give both a port',
      })),
  );
};

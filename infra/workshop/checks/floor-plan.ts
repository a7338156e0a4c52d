import {
  type Fault,
  importsOf,
  isLimits,
  isTestCode,
  lineAt,
  packageOf,
  type Source,
  target,
  withoutComments,
} from './sources.ts';

/** The rooms that a room may import. The first rule whose `room` matches a file applies. */
type Rule = { readonly room: RegExp; readonly mayImport: RegExp; readonly says: string; readonly door: string };

const PORTS = '(?:commands|projections|queries|gateway|infra/[\\w-]+)/ports/';

/** Files that every room but the domain may import (decision 0022). A third file needs a decision of its own. */
const GROUND: ReadonlySet<string> = new Set(['infra/ground/serial.ts', 'infra/ground/back-off.ts']);

const RULES: ReadonlyArray<Rule> = [
  {
    room: /^infra\/ground\//,
    mayImport: /(?!)/,
    says: 'the ground imports nothing',
    door: 'take the value as a parameter (docs/decisions/0022-ground.md)',
  },
  {
    room: /^(?:commands|projections|queries|gateway\/protocol|infra\/[\w-]+)\/limits\.ts$|^gateway\/limits\/(?:http|rates|sockets)\.ts$/,
    mayImport: /^domain\/kernel\/units\.ts$/,
    says: 'limits import units alone, so that every room above may read them',
    door: 'derive the value where it is used',
  },
  {
    room: /^domain\/(kernel|permission)\//,
    mayImport: /^domain\/(kernel|permission)\//,
    says: 'the kernel and permission know no slice',
    door: 'move what both need into domain/kernel',
  },
  {
    room: /^domain\/[^/]+$/,
    mayImport: /^domain\//,
    says: 'domain imports nothing of ours outside domain',
    door: 'take the value as a field of the command, or the capability as a port of commands',
  },
  {
    room: /^commands\/ports\//,
    mayImport: /^(domain|commands\/ports)\//,
    says: 'a port is written in words of the domain alone',
    door: 'name the need in commands/ports and let infra serve it',
  },
  {
    room: /^commands\//,
    mayImport: /^(domain|commands)\//,
    says: 'commands import domain and their own ports',
    door: 'a port in commands/ports; authority is folded from streams (commands/authority.ts), never asked of a read model',
  },
  {
    room: /^projections\//,
    mayImport: /^(domain|projections)\//,
    says: 'projections import domain and their own ports',
    door: 'return statements as values; what must run them is a port in projections/ports',
  },
  {
    room: /^queries\//,
    mayImport: /^(domain\/|queries\/|projections\/[\w-]+\/model\.ts$)/,
    says: 'queries import domain, their own ports and the model types of read models',
    door: 'put the row shape in projections/<read model>/model.ts, or name a port in queries/ports',
  },
  {
    room: /^gateway\/protocol\//,
    mayImport: /^(domain|gateway\/protocol)\//,
    says: 'the protocol runs in the browser too, so it imports domain alone',
    door: 'keep what only a server does in gateway/http, gateway/ws or gateway/dispatch',
  },
  {
    room: /^gateway\/ports\//,
    mayImport: /^(domain|gateway\/ports|gateway\/protocol)\//,
    says: 'a port is written in words of the domain alone',
    door: 'name the need in gateway/ports and let infra serve it',
  },
  {
    room: /^gateway\//,
    mayImport: /^(domain|commands|queries|gateway)\//,
    says: 'gateway imports domain, commands, queries and its own ports; no projection, no SQL, no infra',
    door: 'ask a query, run a command, or name a port in gateway/ports',
  },
  {
    room: /^web\//,
    mayImport: /^(web|gateway\/protocol|domain\/(kernel|permission|markdown))\//,
    says: 'web imports gateway/protocol and domain/kernel, domain/permission and domain/markdown',
    door: 'what the client must know comes over the wire: put the codec in gateway/protocol',
  },
  {
    room: /^infra\/(app|cli)\//,
    mayImport: /./,
    says: '',
    door: '',
  },
  {
    room: /^infra\/operate\//,
    mayImport: /^(?!infra\/(?:app|cli)\/)/,
    says: 'the work of an operator stands below the programs that offer it',
    door: 'take what you need as a parameter; infra/app or infra/cli hands it over',
  },
  {
    room: /^infra\/edge\//,
    mayImport: /^(domain|commands|queries|gateway|infra\/edge)\/|^infra\/watch\/secret\.ts$/,
    says: 'the edge serves the ports of the gateway',
    door: 'name a port beside the room that needs it; infra/app joins the two',
  },
  {
    room: /^infra\/read-models\//,
    mayImport: /^(domain|projections|queries\/ports|infra\/(read-models|database))\//,
    says: 'read models serve the ports of projections and queries',
    door: 'name a port beside the room that needs it; infra/app joins the two',
  },
  {
    room: /^infra\/config\//,
    mayImport: /^(domain\/|infra\/(config|watch)\/|gateway\/limits\/)/,
    says: 'the configuration knows values, not adapters',
    door: 'decode to a plain value and let infra/app hand it on',
  },
  {
    room: /^infra\/setup\//,
    mayImport: /^infra\/setup\//,
    says: 'the set-up runs before anything is installed, on an old Node',
    door: 'plain JavaScript beside it in infra/setup',
  },
];

/** A slice of the domain knows itself, the kernel and permission. */
const sliceRule = (path: string): Rule => {
  const [, own = ''] = /^domain\/([\w-]+)\//.exec(path) ?? [];
  return {
    room: /^domain\//,
    mayImport: new RegExp(`^domain/(?:${own}|kernel|permission)/`),
    says: 'a slice of the domain knows no sister slice, and nothing of ours outside domain',
    door: 'take the value as a field of the command, or move what both need into domain/kernel',
  };
};

/**
 * An adapter implements ports and uses the domain. The composition root joins it to its neighbours. `infra/database` is
 * shared: it holds connections and changes schemas for every adapter.
 */
const adapterRule = (path: string): Rule => {
  const [, own = ''] = /^infra\/([\w-]+)\//.exec(path) ?? [];
  return {
    room: /^infra\//,
    mayImport: new RegExp(`^(?:domain/|${PORTS}|infra/${own}/|infra/database/|infra/watch/secret\\.ts$)`),
    says: 'an adapter imports the ports it serves and domain, never another adapter',
    door: 'name a port beside the room that needs it; infra/app joins the two',
  };
};

const ruleFor = (path: string): Rule | undefined => {
  const stated = RULES.find(({ room }) => room.test(path));
  if (stated !== undefined) return stated;
  if (path.startsWith('domain/')) return sliceRule(path);
  return path.startsWith('infra/') ? adapterRule(path) : undefined;
};

/** Rooms that may import each package. A new package needs rooms here and a line in docs/decisions. */
const PACKAGE_ROOMS: Readonly<Record<string, RegExp>> = {
  'fp-ts': /^(domain|commands|projections|queries|gateway|web|infra)\//,
  'io-ts': /^(domain|queries|gateway\/protocol|infra)\//,
  '@slonik/driver': /^infra\/database\//,
  slonik: /^(projections|queries|infra\/(database|read-models))\//,
  koa: /^gateway\//,
  'content-disposition': /^gateway\//,
  'koa-router': /^gateway\//,
  'raw-body': /^gateway\//,
  ws: /^gateway\//,
  'rate-limiter-flexible': /^(gateway\/limits|infra\/edge)\//,
  'ipaddr.js': /^gateway\/limits\//,
  'lru-cache': /^(gateway|infra)\//,
  'solid-js': /^web\//,
  '@fontsource-variable/inter': /^web\//,
  lowlight: /^web\/src\/message\/formatted\//,
  'highlight.js': /^web\/src\/message\/formatted\//,
  diff: /^web\/src\/message\/versions\//,
  parse5: /^web\/src\/message\/writing\//,
  'emojibase-data': /^web\/src\/emoji\/tables\//,
  'subset-font': /^web\/vite\.config\.ts$/,
  vite: /^web\/vite\.config\.ts$/,
  'vite-plugin-solid': /^web\/vite\.config\.ts$/,
  mdast: /^domain\/markdown\//,
  'mdast-util-from-markdown': /^(domain\/markdown|infra\/workshop\/bench)\//,
  'mdast-util-gfm-strikethrough': /^domain\/markdown\//,
  'mdast-util-gfm-table': /^domain\/markdown\//,
  'micromark-extension-gfm-strikethrough': /^domain\/markdown\//,
  'micromark-extension-gfm-table': /^domain\/markdown\//,
  'micromark-util-types': /^domain\/markdown\//,
  ulid: /^(infra|web)\//,
  '@eventstore/db-client': /^infra\/log\/eventstoredb\//,
  '@grpc/grpc-js': /^infra\/log\/eventstoredb\//,
  pg: /^infra\//,
  'pg-copy-streams': /^infra\//,
  argon2: /^infra\/keys\//,
  paseto: /^infra\/keys\//,
  'libsodium-wrappers': /^infra\/keys\//,
  pino: /^infra\/watch\//,
  'prom-client': /^infra\/watch\//,
  commander: /^infra\/cli\//,
  'cli-progress': /^infra\/cli\//,
  sharp: /^infra\/files\/pictures\//,
  thumbhash: /^(infra\/files\/pictures|web)\//,
  'file-type': /^infra\/files\/sniff\//,
  pako: /^infra\/operate\/import\//,
  s3mini: /^infra\/files\/blobs\//,
};

/** Built-in modules of Node that the gateway may import. Files, processes and cryptography belong to infra. */
const EDGE_BUILTINS = /^node:(buffer|events|http|stream|stream\/promises|timers\/promises|url)$/;

const packageFault = (path: string, specifier: string): Pick<Fault, 'rule' | 'door'> | undefined => {
  if (path.startsWith('infra/ground/'))
    return { rule: `the ground imports nothing (here: ${specifier})`, door: 'take the value as a parameter' };
  if (specifier.startsWith('node:')) {
    if (path.startsWith('infra/') || path === 'web/vite.config.ts') return undefined;
    if (path.startsWith('gateway/') && !path.startsWith('gateway/protocol/') && EDGE_BUILTINS.test(specifier))
      return undefined;
    return { rule: `only infra touches ${specifier}`, door: 'name a port in the room that needs it' };
  }
  const name = packageOf(specifier);
  const rooms = PACKAGE_ROOMS[name];
  if (rooms?.test(path) === true) return undefined;
  return rooms === undefined
    ? {
        rule: `the package ${name} has no room`,
        door: 'give it one in infra/workshop/checks/floor-plan.ts and a line in docs/decisions',
      }
    : { rule: `the package ${name} stays in ${rooms.source}`, door: 'name a port and serve it there' };
};

const ENDS_IN_FILE = /\.(ts|tsx|js|json|css|sql)$/;

/**
 * Checks how an import is written: with the full file name, with the alias of another room, and at most one step up.
 */
const spellingFault = (path: string, specifier: string, leadsTo: string): Pick<Fault, 'rule' | 'door'> | undefined => {
  if (!ENDS_IN_FILE.test(specifier.replace(/\?\w+$/, '')))
    return { rule: 'an import names the whole file', door: `${specifier}.ts` };
  if (specifier.startsWith('../../')) return { rule: 'at most one ../', door: `#${leadsTo}` };
  const room = path.split('/')[0];
  if (specifier.startsWith('.') && leadsTo.split('/')[0] !== room) {
    return { rule: 'another room is reached by its alias', door: `#${leadsTo}` };
  }
  return undefined;
};

const entranceFault = (path: string, leadsTo: string): Pick<Fault, 'rule' | 'door'> | undefined => {
  if (isTestCode(leadsTo))
    return {
      rule: `the product does not lean on test code (${leadsTo})`,
      door: 'move what both need beside the code it serves',
    };
  const [, root] = /^infra\/(app|cli)\//.exec(leadsTo) ?? [];
  if (root === undefined || /^infra\/(app|cli)\//.test(path)) return undefined;
  return {
    rule: `infra/${root} is not imported by other rooms`,
    door: 'take what you need as a parameter; infra/app hands it over',
  };
};

/** Limits are plain values. Adapters read those of the rooms they serve, and the protocol those that it passes on. */
const readsLimits = (path: string, leadsTo: string): boolean =>
  isLimits(leadsTo) &&
  (path.startsWith('infra/') || (path.startsWith('gateway/protocol/') && /^(commands|queries)\//.test(leadsTo)));

/** Whether an import needs no leave of the importing room's own rule. The set-up runs before there is TypeScript. */
const isOpenTo = (path: string, leadsTo: string): boolean =>
  !/^infra\/(setup|ground)\//.test(path) &&
  (readsLimits(path, leadsTo) || (GROUND.has(leadsTo) && !path.startsWith('domain/')));

const importFault = (path: string, specifier: string): Pick<Fault, 'rule' | 'door'> | undefined => {
  const leadsTo = target(path, specifier);
  if (leadsTo === undefined) return packageFault(path, specifier);
  const rule = ruleFor(path);
  const badRoom = rule !== undefined && !rule.mayImport.test(leadsTo) && !isOpenTo(path, leadsTo);
  return (
    (badRoom ? { rule: `${rule.says} (here: ${leadsTo})`, door: rule.door } : undefined) ??
    entranceFault(path, leadsTo) ??
    spellingFault(path, specifier, leadsTo)
  );
};

/** The domain receives time, ids and randomness as data, and awaits nothing. */
const IMPURE =
  /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|setTimeout|setInterval|Promise|async|await|process\.|globalThis|fetch\()/g;

const impurities = ({ path, text }: Source): ReadonlyArray<Fault> =>
  path.startsWith('domain/')
    ? [...withoutComments(text).matchAll(IMPURE)].map((found) => ({
        path,
        line: lineAt(text, found.index),
        rule: `the domain has no clock and no randomness, and waits for nothing (here: ${found[0]})`,
        door: 'time, ids and randomness are fields of the command',
      }))
    : [];

const thirdFile = ({ path }: Source): ReadonlyArray<Fault> =>
  path.startsWith('infra/ground/') && !GROUND.has(path)
    ? [
        {
          path,
          line: 1,
          rule: 'the ground holds two files',
          door: 'a room of its own, or a decision that names a third (docs/decisions/0022-ground.md)',
        },
      ]
    : [];

/** Returns the faults of one file against the floor plan. Test code may import everything. */
export const floorPlanFaults = (source: Source): ReadonlyArray<Fault> => {
  if (isTestCode(source.path)) return [];
  const imports = importsOf(source.text).flatMap(({ line, specifier }) => {
    const fault = importFault(source.path, specifier);
    return fault === undefined ? [] : [{ path: source.path, line, ...fault }];
  });
  return [...imports, ...impurities(source), ...thirdFile(source)];
};

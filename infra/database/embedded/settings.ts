import type { Cluster, ClusterDurability } from './cluster.ts';

/**
 * Settings of every cluster, sized for a small VPS. Statements and parameters stay out of its log, because they hold
 * text of people.
 */
const COMMON_SETTINGS: ReadonlyArray<string> = [
  'listen_addresses=',
  'port=5432',
  'unix_socket_permissions=0700',
  'jit=off',
  'huge_pages=off',
  // Three idle workers for read-ahead would cost more here than they give.
  'io_method=sync',
  // A backend whose client died frees its locks even in the middle of a statement.
  'client_connection_check_interval=1s',
  'timezone=UTC',
  'log_timezone=UTC',
  'logging_collector=on',
  'log_filename=postgres-%a.log',
  'log_rotation_age=1d',
  'log_rotation_size=0',
  'log_truncate_on_rotation=on',
  'log_min_error_statement=panic',
  'log_parameter_max_length=0',
  'log_parameter_max_length_on_error=0',
];

const SETTINGS: Readonly<Record<ClusterDurability, ReadonlyArray<string>>> = {
  durable: [
    'fsync=on',
    'full_page_writes=on',
    'synchronous_commit=on',
    'shared_buffers=64MB',
    'max_connections=60',
    'max_wal_size=512MB',
  ],
  'throw-away': [
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=on',
    'shared_buffers=128MB',
    'max_connections=300',
    'max_wal_size=1GB',
  ],
};

const quoted = (path: string): string => `"${path.replaceAll('"', '""')}"`;

/** The flags of the postmaster. A running one is compared with them, and a new one starts with them. */
export const postmasterFlags = (cluster: Cluster, durability: ClusterDurability): ReadonlyArray<string> => {
  const paths = [`unix_socket_directories=${quoted(cluster.socketDir)}`, `log_directory=${cluster.logDir}`];
  const settings = [...COMMON_SETTINGS, ...SETTINGS[durability], ...paths];
  return ['-D', cluster.dataDir, ...settings.flatMap((setting) => ['-c', setting])];
};

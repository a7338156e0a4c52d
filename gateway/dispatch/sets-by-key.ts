/** Sets of values by a key. A key whose last value goes is forgotten. */

export const put = <K, V>(index: Map<K, Set<V>>, key: K, value: V): void => {
  const set = index.get(key);
  if (set === undefined) index.set(key, new Set([value]));
  else set.add(value);
};

export const drop = <K, V>(index: Map<K, Set<V>>, key: K, value: V): void => {
  const set = index.get(key);
  if (set?.delete(value) === true && set.size === 0) index.delete(key);
};

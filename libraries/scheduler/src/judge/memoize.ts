/** Remembers what a function gave for each object. */
export function memoize<Key extends object, Value>(valueOf: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = valueOf(key)));
    return value;
  };
}

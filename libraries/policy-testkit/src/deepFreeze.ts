/** Makes a value and everything in it read-only, maps included: who writes to it gets a TypeError. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) freezeMap(value);
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}

function freezeMap(map: Map<unknown, unknown>): void {
  for (const part of map.values()) deepFreeze(part);
  for (const method of ['set', 'delete', 'clear']) {
    const value = (): never => {
      throw new TypeError(`Cannot ${method} in a map of the view: it is read-only`);
    };
    Object.defineProperty(map, method, { value });
  }
}
